/** The word by which a pane's process is known as one of ours, in whatever shape it runs at the moment. */
export const launchMark = 'statusline-resume';

/** The same for a pane that runs a program without a session. */
export const programMark = 'statusline-program';

/**
 * The scripts of a pane that resumes a session. They are constant; all that varies reaches them as
 * positional parameters and is never interpolated.
 *
 *     tmux ─ sh outer ─exec─► $SHELL -l -i (posix | fish) ─job─► sh inner ─exec─► claude …
 *                                 └─ when the client ends ─exec─► $SHELL -l
 *
 * The client runs as a job of the user's own login shell, so it has the user's environment and Ctrl-Z works;
 * when it ends that shell turns into the interactive one. No process of ours stays behind.
 */

/**
 * Waits for a key where asked to, then becomes the user's shell. Parameters: mode, session, line,
 * gate program, gate script, posix, fish, then the inner command.
 * A gate that an upgrade has taken away meanwhile must not keep the pane waiting for ever.
 * The variables of a client that the tmux server was started from would make ours a nested one.
 * A csh knows no such script: it gives its environment, and sh does the rest. It drops empty
 * words, so none is empty on the way; by its mark the pane is known as ours meanwhile.
 */
export const outerScript = `mode=$1 session=$2 line=$3 gate=$4 gate_script=$5 posix=$6 fish=$7
shift 7
shell=\${SHELL:-/bin/sh}
unset CLAUDECODE CLAUDE_CODE_ENTRYPOINT CLAUDE_CODE_SESSION_ID CLAUDE_ENV_FILE CLAUDE_PROJECT_DIR
unset CLAUDE_PLUGIN_ROOT CLAUDE_PLUGIN_DATA CLAUDE_CONFIG_DIR
leave() { stty "$saved" 2>/dev/null; trap - INT; exec "$shell" -l; }
if [ "$mode" = wait ]; then
saved=$(stty -g 2>/dev/null)
trap leave INT
while :; do
printf '%s\\n' "$line"
stty -icanon -echo min 1 2>/dev/null
key=$(dd bs=1 count=1 2>/dev/null; printf .)
stty "$saved" 2>/dev/null
case $key in .) exit ;; s.|S.) leave ;; "$(printf '\\n.')"|"$(printf '\\r.')") ;; *) continue ;; esac
[ -x "$gate" ] && [ -e "\${gate_script:-/}" ] || break
"$gate" \${gate_script:+"$gate_script"} recover --gate "$session" && break
done
trap - INT
fi
case \${shell##*/} in
fish) exec "$shell" -l -i -c "$fish" "$@" ;;
sh|bash|zsh|ksh|ksh93|mksh|dash|ash) exec "$shell" -l -i -c "$posix" "$shell" "$@" ;;
csh|tcsh) set -- /bin/sh -i -c "$posix" "$shell" "$@"
for word do set -- "$@" ".$word"; shift; done
exec "$shell" -c 'exec $argv:q' /bin/sh -c 'shift 2; for word do set -- "$@" "\${word#.}"; shift; done; exec "$@"' \\
"$0" now "\${session:-none}" "$@" ;;
*) exec /bin/sh -i -c "$posix" "$shell" "$@" ;;
esac`;

/**
 * In a POSIX shell: the client as a job, and back to it when it was suspended (128 + SIGSTOP … SIGTTOU, here and on macOS;
 * to ksh and mksh a job that was suspended has done well, and only the list of jobs tells).
 */
export const posixScript = `"$@"
code=$?
while case $code in 14[5-9]|150) ;; 0) case $(jobs) in *Stopped*|*Suspended*) ;; *) false ;; esac ;; *) false ;; esac; do
printf '\\nSuspended. Leave this shell to go back to it.\\n'
"$0" -l
fg
code=$?
done
exec "$0" -l`;

/** The same in fish, which gives jobs to a script only on request. */
export const fishScript = `status job-control full
env $argv
while jobs -q
printf '\\nSuspended. Leave this shell to go back to it.\\n'
fish -l
fg
end
exec fish -l`;

/** Becomes the client in the project directory: the user's shell may have gone elsewhere. Parameters: mode, session, directory, command. */
export const innerScript = `cd -- "$3" || exit
shift 3
exec "$@"`;

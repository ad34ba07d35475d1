#!/bin/bash
# A SessionEnd hook that writes down what it can see: looks every 50 ms, for as long as it is let live (some
# 8 s), and writes each change. Its argument names how it was installed; `handover` leaves the looking to a
# process in a session of its own and ends at once, `background` to one in the same session.
now() { echo $(( ${EPOCHREALTIME/./} / 1000 )); }
t0=$(now); mode=$1; input=$(cat)
grandparent=$(ps -o ppid= -p $PPID)
[ "$(ps -o comm= -p $PPID)" = claude ] && grandparent=$PPID
export PROBE_CLIENT=${PROBE_CLIENT:-${grandparent// /}}
if [ "$mode" = handover ]; then
  setsid bash "$0" handed <<<"$input" >/dev/null 2>&1 &
  exit 0
fi
if [ "$mode" = background ]; then
  bash "$0" in-background <<<"$input" >/dev/null 2>&1 &
  exit 0
fi
mkdir -p "$HOME/probe"; log="$HOME/probe/$mode.$$"
trap 'echo "$(( $(now) - t0 )) got SIGTERM" >>"$log"; exit' TERM
trap 'echo "$(( $(now) - t0 )) got SIGHUP" >>"$log"' HUP
reason=$(sed -n 's/.*"reason":"\([^"]*\)".*/\1/p' <<<"${input:-\"reason\":\"EMPTY INPUT\"}")
IFS=, read -r socket server _ <<<"$TMUX"
echo "0 begun reason=$reason at=$t0 env-session=${CLAUDE_CODE_SESSION_ID:+yes} pid-ppid-pgid-sid-tty=$(ps -o pid=,ppid=,pgid=,sid=,tty= -p $$ | tr -s ' ' _)" >"$log"
alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.[ZX]' "/proc/$1/status" 2>/dev/null; }
last=; echo 0 >"$log.last"
for _ in $(seq 100); do
  said=$(timeout 2 tmux -S "$socket" display-message -p -t "$TMUX_PANE" '#{pane_id} #{pid}' 2>&1); code=$?
  case "$code $said" in
    "0 $TMUX_PANE $server") pane=present ;;
    "0  $server" | "0 " | "0  ") pane=gone ;; # display-message does not mind a missing target
    0*) pane="of-another(${said// /_})" ;;
    124*) pane=no-answer ;;
    *"can't find pane"*) pane=gone ;;
    *"no server"* | *"error connecting"* | *"server exited"* | *"lost server"*) pane="server-gone(${said%% /*})" ;;
    *) pane="other($said)" ;;
  esac
  alive "$server" && s=alive || s=dead
  alive "$PROBE_CLIENT" && c=alive || c=dead
  line="pane=$pane server=$s client=$c"
  [ "$line" = "$last" ] || echo "$(( $(now) - t0 )) $line" >>"$log"
  last=$line
  now_ms=$(now); echo "$((now_ms - t0))" >"$log.last"
  sleep 0.05
done

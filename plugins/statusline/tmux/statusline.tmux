#!/bin/sh
# Optional, for tmux.conf (`run-shell /path/to/statusline.tmux`, at its end) and for plugin managers. From the server's
# first moment on it tells statusline of every change, and whoever attaches after a loss is told that sessions can come
# back. Without it the resident does the same as soon as a session shows up. Sourcing it again changes nothing.
#
#   set -g @statusline-key R        the key (after the prefix) that opens the picker in a popup: R by default, none
#                                   for no key. A key that is taken is left as it is.
#   set -g @statusline-notice off   says nothing by itself (a popup is `statusline setup --auto-recover off`).
#
# The user's own hooks stay as they are: ours stand at place 77 of each, or behind what stands there.
here=${0%/*}
launcher=$here/../bin/statusline
if [ ! -x "$launcher" ]; then exit 0; fi

# Quoted for the shell that tmux starts, and with # doubled for tmux's formats.
quoted=$(printf %s "$launcher" | sed "s/'/'\\\\''/g; s/#/##/g")

# Inside tmux's double quotes.
inner() { printf %s "$1" | sed 's/[\\"$]/\\&/g'; }

# All hooks, those of windows too (`-w` came with 3.2).
entries=$(
  tmux show-hooks -g 2>/dev/null
  tmux show-hooks -gw 2>/dev/null
)

# The place for a call of ours in the list of a hook ($1): what stands there has our word ($2), or nothing does.
place() {
  at=77
  while :; do
    case $(printf '%s\n' "$entries" | grep -F "$1[$at] ") in
    '' | *"$2"*) break ;;
    esac
    at=$((at + 1))
  done
  echo "$1[$at]"
}

for event in window-layout-changed window-linked window-unlinked window-renamed window-pane-changed \
  session-created session-renamed session-closed session-window-changed pane-exited after-kill-pane; do
  call="[ -x '$quoted' ] && '$quoted' tmux-hook $event '#{hook_session}' '#{hook_window}' '#{hook_pane}' </dev/null >/dev/null 2>&1; true"
  tmux set-hook -g "$(place "$event" " tmux-hook $event ")" "run-shell -b \"$(inner "$call")\""
done

# --- whoever attaches after a loss ---------------------------------------------------------------------

notice=--notice
if [ "$(tmux show-options -gqv @statusline-notice)" = off ]; then notice=; fi
call="[ -x '$quoted' ] && '$quoted' auto-recover $notice --client '#{hook_client}' </dev/null >/dev/null 2>&1; true"
tmux set-hook -g "$(place client-attached "/bin/statusline' auto-recover ")" "run-shell -b \"$(inner "$call")\""
# The first client that a server gets begins with a new session, and tells nothing else. Once: later it would be every
# change of session.
entry=$(place client-session-changed "/bin/statusline' auto-recover ")
tmux set-hook -g "$entry" "set-hook -gu '$entry' ; run-shell -b \"$(inner "$call")\""

# A plugin manager may come to us after the first client came to tmux.
if [ -n "$(tmux list-clients 2>/dev/null)" ]; then
  "$launcher" auto-recover $notice </dev/null >/dev/null 2>&1 &
fi

# --- the key -------------------------------------------------------------------------------------------

key=$(tmux show-options -gqv @statusline-key)
key=${key:-R}
# Told from a user's own by this word, also after an upgrade has moved the launcher.
ours='auto-recover --asked'
# Asked in two ways: an old tmux does not look for one key, and a key may be listed by another of its names.
bound=$(
  tmux list-keys -T prefix "$key" 2>/dev/null
  tmux list-keys -T prefix 2>/dev/null | awk -v "key=$key" '{
    for (at = 1; at < NF && $at != "prefix"; at++);
    word = $(at + 1); sub(/^\\/, "", word)
    if (word == key) print
  }'
)
isFree=
case $bound in
'' | *"$ours"*) isFree=1 ;;
esac
if [ -n "$isFree" ] && [ "$key" != none ]; then
  call="[ -x '$quoted' ] && '$quoted' $ours --client '#{client_name}' </dev/null >/dev/null 2>&1; true"
  tmux bind-key -T prefix "$key" "run-shell -b \"$(inner "$call")\"" 2>/dev/null
fi
exit 0

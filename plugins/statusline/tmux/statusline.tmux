#!/bin/sh
# Optional, for tmux.conf (`run-shell /path/to/statusline.tmux`) and for plugin managers: tells statusline of
# every change from the server's first moment on. Without it the resident puts the same hooks in by itself as
# soon as a session shows up. The user's own hooks stay as they are: ours stand at place 77 of each.
here=${0%/*}
launcher=$here/../bin/statusline
if [ ! -x "$launcher" ]; then exit 0; fi

# Quoted for the shell that tmux starts, and with # doubled for tmux's formats.
quoted=$(printf %s "$launcher" | sed "s/'/'\\\\''/g; s/#/##/g")

for event in window-layout-changed window-linked window-unlinked window-renamed window-pane-changed \
  session-created session-renamed session-closed session-window-changed pane-exited after-kill-pane; do
  call="[ -x '$quoted' ] && '$quoted' tmux-hook $event '#{hook_session}' '#{hook_window}' '#{hook_pane}' </dev/null >/dev/null 2>&1; true"
  # Inside tmux's double quotes.
  inner=$(printf %s "$call" | sed 's/[\\"$]/\\&/g')
  tmux set-hook -g "$event[77]" "run-shell -b \"$inner\""
done
exit 0

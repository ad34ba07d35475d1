#!/usr/bin/env -S zsh -f
# zsh has a module for Unix sockets.
zmodload zsh/net/socket
zsocket "$SOCKET"
fd=$REPLY
input=$(cat)
printf '%s\0' statusline/1 "pid=$$" cwd=/ "len=${#input}" arg=render '' >&$fd
printf %s "$input" >&$fd
IFS= read -r -t 1 head <&$fd
IFS= read -r -t 1 answer <&$fd
printf '%s\n' "$answer"

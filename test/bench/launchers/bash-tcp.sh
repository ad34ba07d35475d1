#!/bin/bash
# The loopback instead of a Unix socket: every user of the machine can reach it.
input=
IFS= read -r -d '' input
exec 3<>"/dev/tcp/127.0.0.1/$PORT"
printf '%s\0' statusline/1 "pid=$$" cwd=/ "len=${#input}" arg=render '' >&3
printf %s "$input" >&3
IFS= read -r -t 1 head <&3
IFS= read -r -t 1 answer <&3
printf '%s\n' "$answer"

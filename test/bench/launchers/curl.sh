#!/bin/sh
# curl knows Unix sockets, but speaks HTTP over them.
exec curl -s --unix-socket "$SOCKET.http" --data-binary @- http://localhost/render

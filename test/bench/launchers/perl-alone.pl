#!/usr/bin/perl
# The same without a shell before it: fails where perl is missing or elsewhere.
my $in = "";
1 while sysread STDIN, $in, 1 << 16, length $in;
socket my $s, 1, 1, 0 or exit 1;
connect $s, pack("Sa*x", 1, $ENV{SOCKET}) or exit 1;
syswrite $s, join("\0", "statusline/1", "pid=$$", "cwd=/", "len=" . length $in, "arg=render", "", $in);
my $out = "";
1 while sysread $s, $out, 1 << 16, length $out;
$out =~ s/^statusline\/1 \d+ \d+ \d+\n// or exit 1;
print $out;

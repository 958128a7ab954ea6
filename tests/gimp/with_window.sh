#!/bin/bash
# with_window.sh OUT PICTURE SCRIPT DRIVER: a GIMP with a window, PICTURE open in it and SCRIPT run in it, while DRIVER
# plays the person: a file of shell commands that can use the functions below. Runs under xvfb-run, where GIMP is.
out=$1 picture=$2 script=$3 driver=$4
# The screen may not be there yet, and then openbox ends at once: it is begun anew until it answers for the desktop.
manager=
for _ in $(seq 300); do
  kill -0 "$manager" 2>/dev/null || { openbox >/dev/null 2>&1 & manager=$!; }
  sleep 0.1
  xdotool get_desktop >/dev/null 2>&1 && break
done
: >"$out/gimp.log" # there from the beginning: what counts its lines may be quicker than GIMP
gimp --new-instance --no-splash -d -f "$picture" --batch-interpreter=python-fu-eval \
  -b "exec(open('$script').read())" >"$out/gimp.log" 2>&1 &
gimp=$!

# close: end GIMP. It may hang for good in what it does about a polite signal; nothing of the test is left to wait for then.
# The interpreter of the script, a process of its own, may outlive it, and sleep on.
close() {
  children=$(cat /proc/$gimp/task/*/children 2>/dev/null)
  kill $gimp 2>/dev/null
  for _ in $(seq 50); do
    kill -0 $gimp 2>/dev/null || break
    sleep 0.1
  done
  kill -9 $gimp $children 2>/dev/null
  wait $gimp 2>/dev/null
}
fail() { echo "FAILED: $*"; import -window root "$out/failed.png"; close; exit 1; }

# window NAME SECONDS: wait for a visible window whose title has NAME, and print its id.
window() {
  for _ in $(seq $(($2 * 5))); do
    id=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | head -1)
    [ -n "$id" ] && { echo "$id"; return 0; }
    sleep 0.2
  done
  return 1
}

# gone NAME SECONDS: wait until no such window is left.
gone() {
  for _ in $(seq $(($2 * 5))); do
    xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 || return 0
    sleep 0.2
  done
  return 1
}

# said TEXT SECONDS: wait until GIMP's log has TEXT.
said() {
  for _ in $(seq $(($2 * 5))); do
    grep -aq "$1" "$out/gimp.log" && return 0
    sleep 0.2
  done
  return 1
}

# count TEXT: in how many lines GIMP's log has TEXT.  more TEXT COUNT SECONDS: wait until it is in more than COUNT.
count() { grep -ac "$1" "$out/gimp.log"; }
more() {
  for _ in $(seq $(($3 * 5))); do
    [ "$(count "$1")" -gt "$2" ] && return 0
    sleep 0.2
  done
  return 1
}

# shot NAME [WINDOW]: a picture of the screen, or of a window with its frame.
shot() {
  xdotool mousemove 1279 959 # no help texts over the picture
  sleep 0.5
  if [ -n "${2:-}" ]; then
    eval "$(xdotool getwindowgeometry --shell "$2")"
    import -window root -crop "$((WIDTH + 2))x$((HEIGHT + 24))+$((X - 1))+$((Y - 44))" +repage +dither -colors 128 "$out/$1.png"
  else
    import -window root "$out/$1.png"
  fi
}
# press WINDOW KEY: a window that is never active is told by what does not come of the key.
press() { timeout 20 xdotool windowactivate --sync "$1" key --clearmodifiers "$2"; }

. "$driver"
close
exit 0

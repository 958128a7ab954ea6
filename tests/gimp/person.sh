# What a person does, sourced by with_window.sh: every dialog once, and what can be done in them.

# go LABEL: let the next filter begin.  ended LABEL SECONDS: wait for its end.
go() {
  previews=$(count '"step".*preview') dones=$(count '"done"')
  touch "$out/go-$1"
}
ended() {
  said "ENDED {\"label\": \"$1\"" "$2" || fail "$1 did not end"
  gone '^PixelStyle' 10 || fail "a window of $1 stayed"
}
opened() {
  dialog=$(window "^PixelStyle: $1" 60) || fail "the dialog of $1 did not open"
}
drafted() { more '"step".*preview' "$previews" 60 || fail "no stylized preview came"; }
converted() { more '"done"' "$dones" 60 || fail "no preview came"; }

# click DIALOG X Y: with the mouse, in the dialog's own pixels.  drag DIALOG X Y X Y: press, move, let go.
click() { xdotool mousemove --window "$1" "$2" "$3" click 1; }
drag() {
  xdotool mousemove --window "$1" "$2" "$3" mousedown 1
  xdotool mousemove --window "$1" $((($2 + $4) / 2)) $((($3 + $5) / 2))
  xdotool mousemove --window "$1" "$4" "$5" mouseup 1
}

go stylize
opened Stylize
drafted # of the first painting, without a click
click "$dialog" 360 90 # the wave, in the gallery
more '"painted"' 0 60 || fail "the wave's painter did not paint"
previews=$(count '"step".*preview')
drafted
press "$dialog" alt+f # a star: it is the gallery's first from now on
sleep 0.5
press "$dialog" alt+b # before and after
sleep 1
shot stylize-dialog "$dialog"
press "$dialog" alt+b
press "$dialog" alt+o
running=$(window '^PixelStyle stylize: ' 60) || fail "no window for the run"
said '"iterations": 149' 60 || fail "the run did not begin"
press "$running" alt+s # the style's weight
xdotool key Right Right Right Right Right
previews=$(count '"step".*preview')
drafted
sleep 1
shot stylize-run "$running"
press "$running" alt+f # finish now
ended stylize 60
sleep 0.5
shot after "$(window ' GIMP$' 5)"
press "$(window ' GIMP$' 5)" ctrl+z
said UNDONE 10 || fail "one undo did not take the layer back"

go more
opened Stylize
press "$dialog" alt+a # all settings
sleep 1
shot stylize-all "$dialog"
press "$dialog" alt+i # recipes
sleep 1
shot stylize-recipes "$dialog"
press "$dialog" alt+h # history: the run before
sleep 1
shot stylize-history "$dialog"
press "$dialog" alt+e # surprise me
drafted
for key in alt+r alt+p alt+t Home; do # reset, the first page, the time it may take: a second
  press "$dialog" $key
  sleep 0.5
done
press "$dialog" alt+o
ended more 60

go convert
opened 'Convert to Machine'
converted
dones=$(count '"done"')
press "$dialog" alt+a
for y in 90 130 205 280; do # the wheel over fields that nobody has clicked: the page moves, they stay
  xdotool mousemove --window "$dialog" 420 $y click 5 click 5 click 4
done
press "$dialog" alt+p
press "$dialog" alt+k # the crop frame, which shows what is used by itself: from below it a new one is drawn
sleep 0.5
drag "$dialog" 1230 675 900 430
converted
sleep 0.5
shot convert-crop "$dialog"
dones=$(count '"done"')
press "$dialog" alt+d # the whole picture again
converted
press "$dialog" alt+k
press "$dialog" alt+i
press "$dialog" alt+n
xdotool type night
press "$dialog" alt+s
sleep 0.5
shot convert-recipes "$dialog"
press "$dialog" alt+u
sleep 0.5
click "$dialog" 546 221 # a folder, in the field of the file to export to
window '^Export to the Machine' 20 >/dev/null || fail "no file chooser"
sleep 1
shot export-chooser
xdotool key Return # beside the picture, named after it, with the Spectrum's ending
gone '^Export to the Machine' 10 || fail "the file chooser stayed"
press "$dialog" alt+p
sleep 0.5
shot convert-dialog "$dialog"
press "$dialog" alt+o
ended convert 60

go again
opened 'Convert to Machine'
converted
dones=$(count '"done"')
press "$dialog" alt+r # reset: GIMP has filled in the last values
converted
dones=$(count '"done"')
press "$dialog" alt+l # use this layer's parameters
converted
sleep 0.3
shot again-dialog "$dialog"
press "$dialog" alt+o
ended again 60

go preset
opened 'Convert to Machine'
converted
dones=$(count '"done"')
press "$dialog" alt+r
converted
dones=$(count '"done"')
press "$dialog" alt+i
sleep 0.5
click "$dialog" 75 110 # 'night', the only one
converted
sleep 0.3
shot preset-dialog "$dialog"
press "$dialog" alt+o
ended preset 60

go dream
opened Dream
drafted
sleep 2
shot dream-dialog "$dialog"
press "$dialog" Return
window '^PixelStyle dream: ' 60 >/dev/null || fail "no window for the run"
ended dream 120

go quantize
opened 'Quantize Style'
converted # with sixteen colours, though nobody has said anything
sleep 0.5
shot quantize-dialog "$dialog"
press "$dialog" Return
ended quantize 60

go repeat
ended repeat 60

go cancel
opened Stylize # with the last values, a painter's
press "$dialog" alt+r
sleep 1
press "$dialog" alt+o
running=$(window '^PixelStyle stylize: ' 60) || fail "no window for the run"
said '"iterations": 225' 60 || fail "the run did not begin"
press "$running" Escape
began=$(date +%s%N)
said 'ENDED {"label": "cancel"' 5 || fail "cancel took its time"
gone '^PixelStyle' 1 || fail "a window stayed"
ls -d "$TMPDIR"/pixelstyle* 2>/dev/null && fail "cancel left files"
echo $((($(date +%s%N) - began) / 1000000)) >"$out/cancelled"

go check
message=$(window 'Check Installation' 60) || fail "check showed nothing"
sleep 0.5
shot check "$message"
press "$message" Escape
said 'ENDED {"label": "check"' 10 || fail "check did not end"

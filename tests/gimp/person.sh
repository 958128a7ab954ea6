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

go stylize
opened Stylize
drafted
press "$dialog" alt+w # show clashes
sleep 2
shot stylize-dialog "$dialog"
previews=$(count '"step".*preview')
press "$dialog" Return
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
press "$dialog" alt+m
drafted
sleep 1
shot stylize-more "$dialog"
press "$dialog" Escape
ended more 10

go convert
opened 'Convert to Machine'
converted
press "$dialog" alt+p
xdotool type night
press "$dialog" alt+s
press "$dialog" alt+e
xdotool type "$out/screen.scr"
sleep 0.5
shot convert-dialog "$dialog"
press "$dialog" Return
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
press "$dialog" alt+p
xdotool key Down
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
converted
sleep 0.5
shot quantize-dialog "$dialog"
press "$dialog" Return
ended quantize 60

go repeat
ended repeat 60

go cancel
opened Stylize
steps=$(count '"iterations": 149') # the last values again
press "$dialog" Return
running=$(window '^PixelStyle stylize: ' 60) || fail "no window for the run"
more '"iterations": 149' "$steps" 60 || fail "the run did not begin"
press "$running" Escape
began=$(date +%s%N)
said 'ENDED {"label": "cancel"' 5 || fail "cancel took its time"
gone '^PixelStyle' 1 || fail "a window stayed"
ls -d "$TMPDIR"/pixelstyle* 2>/dev/null && fail "cancel left files"
echo $((($(date +%s%N) - began) / 1000000)) >"$out/cancelled"

go check
said 'ENDED {"label": "check"' 60 || fail "check did not end"
message=$(window 'Message' 10) || fail "check showed nothing"
sleep 0.5
shot check "$message"

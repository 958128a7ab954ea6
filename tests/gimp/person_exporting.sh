# What a person does, sourced by with_window.sh: what File > Export As and Check for Machine ask.

go() { touch "$out/go-$1"; }
ended() { said "ENDED {\"label\": \"$1\"" "$2" || fail "$1 did not end"; }
opened() { dialog=$(window "^PixelStyle: $1" 300) || fail "the dialog of $1 did not open"; }

go cancel
opened 'Export for a Machine'
press "$dialog" Escape
ended cancel 300

go export
opened 'Export for a Machine' # for which machine: the Spectrum is the first
sleep 0.5
shot export-dialog "$dialog"
press "$dialog" Return
opened 'Export the Nearest Picture' # and whether the nearest one will do
press "$dialog" Return
ended export 300

go once-more
ended once-more 300

go legal
opened 'Check for Machine'
sleep 0.5
shot check-machine-dialog "$dialog"
press "$dialog" Return
ended legal 300

go clash
opened 'Check for Machine'
press "$dialog" Return
ended clash 300
sleep 1
shot clashes

go repair
ended repair 300

# fish completion for spec-kitty, made by: spec-kitty completion fish
function __spec_kitty_command
    set -l words (commandline -opc)
    set -e words[1]
    set -l found ''
    set -l skip 0
    for word in $words
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case '--'
                break
            case --format --color --log-level --log-format --project -C --timeout --config --mission --state
                set skip 1
            case '-*'
            case '*'
                set -l longer (string trim -- "$found $word")
                if contains -- "$longer" 'sync' 'help'
                    set found $longer
                end
        end
    end
    echo "$found"
end
function __spec_kitty_at
    set -l found (__spec_kitty_command)
    test "$found" = "$argv[1]"
end
function __spec_kitty_values
    set -l dir ''
    set -l mission ''
    set -l flag ''
    for word in (commandline -opc)
        switch $flag
            case --project -C
                set dir $word
            case --mission
                set mission $word
        end
        switch $word
            case --
                break
            case '--project=*'
                set dir (string replace -r '^[^=]*=' '' -- $word)
            case '--mission=*'
                set mission (string replace -r '^[^=]*=' '' -- $word)
        end
        set flag $word
    end
    set -l typed (string replace -r '^--[a-z-]*=' '' -- (commandline -ct))
    set -l plain (string unescape -- $typed)
    or set plain $typed
    command spec-kitty completion values $argv[1] "--project=$dir" "--mission=$mission" -- "$plain" 2>/dev/null </dev/null
end
complete -c spec-kitty -f
complete -c spec-kitty -l json -d 'One JSON value on stdout; the same as --format json.'
complete -c spec-kitty -l color -r -f -a 'auto always never' -d 'Colour; auto: only for a person at a terminal.'
complete -c spec-kitty -l quiet -d 'The answer and errors, nothing else.'
complete -c spec-kitty -s q -d 'The answer and errors, nothing else.'
complete -c spec-kitty -l verbose -d 'Write to stderr what is done; twice, every request as well.'
complete -c spec-kitty -s v -d 'Write to stderr what is done; twice, every request as well.'
complete -c spec-kitty -o vv -d 'Write to stderr what is done; twice, every request as well.'
complete -c spec-kitty -l log-level -r -f -a 'trace debug info warning error none' -d 'Write a log to stderr: trace, debug, info, warning, error or none.'
complete -c spec-kitty -l log-format -r -f -a 'text json' -d 'How a line of the log is written.'
complete -c spec-kitty -l no-input -d 'Never ask anything.'
complete -c spec-kitty -l project -r -f -a '(__fish_complete_directories (commandline -ct))' -d 'Work on the project of this folder.'
complete -c spec-kitty -s C -r -f -a '(__fish_complete_directories (commandline -ct))' -d 'Work on the project of this folder.'
complete -c spec-kitty -l timeout -r -f -d 'How long to wait for another process that holds a lock, such as 10s.'
complete -c spec-kitty -l ascii -d 'Plain ASCII output.'
complete -c spec-kitty -l config -r -F -d 'Read settings from this file.'
complete -c spec-kitty -l help -d 'Explain the command.'
complete -c spec-kitty -s h -d 'Explain the command.'
complete -c spec-kitty -l version -d 'Print the version.'
complete -c spec-kitty -n '__spec_kitty_at \'\'' -a 'sync' -d 'Scan missions, queue what they hold and deliver it'
complete -c spec-kitty -n '__spec_kitty_at \'\'' -a 'help' -d 'Explain a command or a topic: exit-codes, environment, json, formats, uploads'
complete -c spec-kitty -n '__spec_kitty_at \'\'' -l format -x -a 'text json ndjson github sarif junit markdown openapi asyncapi jsonschema fixtures'
complete -c spec-kitty -n '__spec_kitty_at \'sync\'' -l mission -r -f -a '(__spec_kitty_values missions)'
complete -c spec-kitty -n '__spec_kitty_at \'sync\'' -l state -r -f -a 'sent held'
complete -c spec-kitty -n '__spec_kitty_at \'sync\'' -l all
complete -c spec-kitty -n '__spec_kitty_at \'sync\'' -l format -x -a 'text json ndjson'
complete -c spec-kitty -n '__spec_kitty_at \'sync\'' -F -a '(__spec_kitty_values artifacts)'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'sync' -d 'Scan missions, queue what they hold and deliver it'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'help' -d 'Explain a command or a topic: exit-codes, environment, json, formats, uploads'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'exit-codes' -d 'About exit-codes'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'environment' -d 'About environment'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'json' -d 'About json'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'formats' -d 'About formats'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -a 'uploads' -d 'About uploads'
complete -c spec-kitty -n '__spec_kitty_at \'help\'' -l format -x -a 'text json ndjson'
complete -c spec-kitty -n '__spec_kitty_at \'help\'; and string length -q -- (commandline -ct)' -f -a 'SYNC-01'

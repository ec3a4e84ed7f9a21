{% if zsh %}
autoload -U +X bashcompinit && bashcompinit
{% endif %}
# completes the commands and options of communique
_communique() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
  local command="${COMP_WORDS[1]}" options=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{{ options | join(" ") }}' -- "$word")); return
  fi
  case "$command:$before" in
  {% for name, actions in options.items() %}
    {% for action in actions if action.choices %}
      {% for option in action.option_strings %}
    {{ name }}:{{ option }}) COMPREPLY=($(compgen -W '{{ action.choices | join(" ") }}' -- "$word")); return ;;
      {% endfor %}
    {% endfor %}
  {% endfor %}
  esac
  case "$command" in
  {% for name, actions in options.items() %}
    {{ name }}) options='{{ actions | sum("option_strings", []) | join(" ") }}' ;;
  {% endfor %}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) local IFS=$'\n'; COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _communique communique

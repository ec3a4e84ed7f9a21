{% for name, actions in options.items() %}
complete -c communique -n __fish_use_subcommand -a {{ name }} -d {{ quoted(helps[name]) }}
  {% for action in actions %}
complete -c communique -n '__fish_seen_subcommand_from {{ name }}' -l {{ action.option_strings[-1][2:] -}}
{{ " -xa " + quoted(action.choices | join(" ")) if action.choices }} -d {{ quoted((action.help or "") | replace("%%", "%") | replace("$", "")) }}
  {% endfor %}
{% endfor %}

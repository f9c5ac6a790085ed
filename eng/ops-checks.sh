# Files for those who run the service, each judged by the tool that will read it. Sourced by ./test, which says aloud what it skips.

# Rules, and that each fires when it should and only then.
alerts_are_right() { promtool check rules ops/alerts.yml && promtool test rules ops/alerts.test.yml; }

# The names of the nodes exist inside the composed network only, and folders of the system need not be writable here.
proxy_is_right() {
  local folder paths each status=0
  folder=$(mktemp -d)
  paths=$(for each in client_body proxy fastcgi uwsgi scgi; do printf '%s_temp_path %s/%s; ' "$each" "$folder" "$each"; done)
  sed -E "s#server node[0-9]:#server 127.0.0.1:#; s#^pid .*#pid $folder/pid;#; s#^http \{#http { $paths#" ops/nginx.conf >"$folder/nginx.conf"
  nginx -t -q -p "$folder" -e "$folder/error.log" -c "$folder/nginx.conf" || status=$?
  rm -rf "$folder"
  return $status
}

# Unknown words are only warned of; the program need not be installed where the unit is checked.
unit_is_right() {
  local folder said
  folder=$(mktemp -d)
  sed 's#^ExecStart=.*#ExecStart=/bin/true#' ops/user-system.service >"$folder/user-system.service"
  said=$(systemd-analyze verify "$folder/user-system.service" 2>&1) || said+=' (refused)'
  rm -rf "$folder"
  [ -z "$said" ] || { echo "$said"; return 1; }
}

composition_is_right() { DATABASE_PASSWORD=any docker-compose -f ops/compose.yaml config --quiet; }

# What ./run, ./test and .ci/run share: finding or fetching what a fresh machine lacks. Sourced from the repository's root.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

is_root() { [ "$(id -u)" = 0 ]; }

# One line for what cannot be provided, with the command that provides it.
missing() { echo "$1" >&2; return 1; }

# Quiet unless it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 40 "$log" >&2
  rm -f "$log"
  return "$status"
}

# Debian starts a server with each package that has one, unless this policy stands; this machine's ports are not ours to take.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  is_root && command -v apt-get >/dev/null || exit 1
  echo "Installing $* ..."
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get install -y --no-install-recommends "$@" 2>/dev/null ||
    { quietly apt-get update && quietly apt-get install -y --no-install-recommends "$@"; }
)

set_up_folder() {
  local directory
  for directory in . artifacts artifacts/obj artifacts/bin .data; do
    [ ! -e "$directory" ] || [ -w "$directory" ] ||
      { missing "$(readlink -f "$directory") is not yours to write: sudo chown -R $(id -un) '$PWD'"; return 1; }
  done
  # Accounts of services often have no home; the tools of .NET and npm need one.
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    export HOME="$PWD/artifacts/home"
    mkdir -p "$HOME"
  fi
}

set_up_dotnet() {
  local place version
  for place in "$(command -v dotnet || true)" "${HOME:-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /opt/dotnet/dotnet; do
    [ -x "$place" ] || continue
    if ! version=$("$place" --version 2>/dev/null); then
      # An SDK that was unpacked rather than installed as a package has brought no ICU; the package's name has its version in it.
      [[ $("$place" --version 2>&1) == *'valid ICU package'* ]] || continue
      apt_install '^libicu[0-9]+$' || { missing ".NET needs ICU, which is missing: sudo apt-get install -y '^libicu[0-9]+\$'"; return 1; }
      version=$("$place" --version 2>/dev/null) || continue
    fi
    case $version in
      10.0.[1-9]??*)
        DOTNET_ROOT=$(dirname "$(readlink -f "$place")")
        export DOTNET_ROOT PATH="$DOTNET_ROOT:$PATH"
        return 0 ;;
    esac
  done
  missing 'The .NET 10 SDK is missing: curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0  (Debian with Microsoft'"'"'s feed: apt-get install -y dotnet-sdk-10.0)'
}

set_up_node() {
  command -v npm >/dev/null || apt_install nodejs npm || missing 'Node.js with npm is missing: sudo apt-get install -y nodejs npm'
}

# Brings the packages of a folder, once per content of its lock.
set_up_npm() {
  local folder=$1 stamp lock
  [ -f "$folder/package-lock.json" ] || return 0
  lock=$(sha256sum <"$folder/package-lock.json")
  stamp=$folder/node_modules/.lock-sha256
  [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || return 0
  set_up_node || return 1
  echo "Fetching the npm packages of $folder ..."
  quietly npm ci --ignore-scripts --no-audit --no-fund --prefix "$folder" ||
    { missing "The npm packages are missing: npm ci --ignore-scripts --prefix $folder"; return 1; }
  printf '%s\n' "$lock" >"$stamp"
}

is_postgres_15() {
  local version
  [ -x "$1/postgres" ] && [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] || return 1
  version=$("$1/postgres" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 15 ]
}

has_postgres() {
  local directory IFS=:
  for directory in "${EmbeddedPostgres__BinDirectory:-}" /usr/lib/postgresql/*/bin $PATH; do
    [ -z "$directory" ] || ! is_postgres_15 "$directory" || return 0
  done
  return 1
}

set_up_postgres() {
  has_postgres || apt_install postgresql && has_postgres && return
  set_up_npm eng/postgres || { missing 'PostgreSQL 15 or newer is missing: sudo apt-get install -y postgresql'; return 1; }
  # Root's server runs as somebody else, who must be able to reach its programs.
  ! is_root || ! command -v setpriv >/dev/null || setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$PWD/eng/postgres/node_modules" ||
    missing "PostgreSQL, which root cannot run itself, is out of others' reach in $PWD: move that to /opt, or apt-get install -y postgresql"
}

# Programs that only some of the tests use.
set_up_tools() {
  local tools=()
  command -v curl >/dev/null || tools+=(curl)
  command -v jq >/dev/null || tools+=(jq)
  [ ${#tools[@]} = 0 ] || apt_install "${tools[@]}" || missing "Tools are missing: sudo apt-get install -y ${tools[*]}"
}

# Builds a project or the solution; prints errors and nothing else.
build() {
  local log status=0
  log=$(mktemp)
  echo "Building $1 ..."
  dotnet build "$1" -c Release --nologo -v minimal >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || { grep -E 'error|Could not' "$log" || cat "$log"; } | sort -u >&2
  rm -f "$log"
  return "$status"
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

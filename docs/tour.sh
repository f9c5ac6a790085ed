#!/usr/bin/env bash
# Walks a running service as new people and as its administrator would: docs/tour.sh [BASE_URL] [MAIL_DIR] [ADMIN_PASSWORD_FILE]. Stops at the
# first answer that is not as promised. Needs curl, jq, and a service that writes its mail to MAIL_DIR. The administrator is ADMIN_EMAIL. It leaves a few people behind: it is for trying, not for production.
set -euo pipefail
export LC_ALL=C.UTF-8

base=${1:-http://127.0.0.1:5080}
mail=${2:-.data/mail}
admin=${ADMIN_EMAIL:-admin@localhost.localdomain}
admin_password=${3:-.data/admin-password}
api=$base/api/v1
run=$(date +%s)-$$
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One walk each; every run signs up with new addresses.
people=(
  "zoë.ærø-$run@münchen.example|Zoë Ærø-Łukasiewicz"
  "ελένη-$run@παράδειγμα.example|Ελένη Παπαδοπούλου"
  "fatima-$run@مثال.example|فاطمة الزهراء"
  "li.lei-$run@例子.example|李雷"
  "ada+$run@example.org|Ada 🦊 Lovelace 👩🏽‍💻"
)

say() { printf '  %s\n' "$*"; }

fail() {
  printf 'FAILED at "%s": %s\n' "$step" "$*" >&2
  [ ! -s "$work/body" ] || printf 'The answer was: %s\n' "$(head -c 1000 "$work/body")" >&2
  exit 1
}

# call METHOD URL [curl argument...]: sets status; the answer lies in $work/head and $work/body.
call() {
  local method=$1 url=$2
  shift 2
  : >"$work/head"; : >"$work/body"
  status=$(curl -sS --max-time 30 -X "$method" -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" "$url") || fail "no answer from $url"
  # So many people at one address are more than it may ask for in a minute: like any client, the tour waits for as long as it is told to.
  if [ "$status" = 429 ] && jq -e '.code == "request.too_many"' "$work/body" >/dev/null; then
    say "waiting for $(header Retry-After) s, as the service asks"
    sleep "$(header Retry-After)"
    call "$method" "$url" "$@"
  fi
}

send() { local method=$1 path=$2 body=$3; shift 3; call "$method" "$api$path" -H 'Content-Type: application/json' --data-raw "$body" "$@"; }

field() { jq -er "$1" "$work/body" || fail "no $1 in the answer"; }

header() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | tail -n 1; }

# expect STATUS [CODE]: the code is that of a problem.
expect() {
  [ "$status" = "$1" ] || fail "expected $1, got $status"
  [ $# = 1 ] || [ "$(field .code)" = "$2" ] || fail "expected the code $2"
}

is() { [ "$1" = "$2" ] || fail "expected '$2', got '$1'"; }

# The plain text of a message: the part text/plain, whichever way it is encoded.
text_of() {
  local encoding
  tr -d '\r' <"$1" | awk -v encoding="$work/encoding" '
    BEGIN { heading = 1 }
    found && /^--/ { exit }
    found { print; next }
    /^--/ { heading = 1; plain = 0; how = "8bit"; next }
    heading && tolower($0) ~ /^content-type: *text\/plain/ { plain = 1 }
    heading && tolower($0) ~ /^content-transfer-encoding:/ { how = tolower($2) }
    heading && $0 == "" { heading = 0; if (plain) { found = 1; print how >encoding } }' >"$work/part"
  [ -s "$work/encoding" ] || fail "no plain text in $1"
  encoding=$(cat "$work/encoding")
  case $encoding in
    base64) base64 -d "$work/part" ;;
    quoted-printable) printf '%b' "$(sed -e 's/\\/\\\\/g' -e ':more' -e '/=$/{N;s/=\n//;b more' -e '}' -e 's/=\([0-9A-Fa-f][0-9A-Fa-f]\)/\\x\1/g' "$work/part")" ;;
    *) cat "$work/part" ;;
  esac
}

# wait_for_mail ADDRESS: sets letter. The name of a file ends in a hash of whom it goes to.
wait_for_mail() {
  local hash found
  : >"$work/body"
  hash=$(printf %s "$1" | sha256sum | cut -c 1-16)
  for _ in $(seq 100); do
    found=$(find "$mail" -maxdepth 1 -name "*-$hash*.eml" 2>/dev/null | sort | tail -n 1) || true
    [ -z "$found" ] || { letter=$found; return; }
    sleep 0.1
  done
  fail "no mail to $1 came to $mail within 10 s"
}

# wait_for_link ADDRESS PAGE: sets token to the secret of the link to that page in the latest mail.
wait_for_link() {
  token=
  for _ in $(seq 100); do
    wait_for_mail "$1"
    token=$(text_of "$letter" | sed -n "s/^http.*\\/$2?token=\\([A-Za-z0-9_-]*\\)\$/\\1/p" | head -n 1)
    [ -z "$token" ] || return 0
    sleep 0.1
  done
  fail "no mail with a link to $2 came to $1 within 10 s"
}

walk() {
  local address=$1 name=$2 password="a quiet walk by the sea $run" email token access refresh tag old

  step='sign up'
  send POST /auth/register "$(jq -nc --arg e "$address" --arg p "$password" --arg n "$name" \
    '{email: $e, password: $p, fullName: $n, acceptTerms: true}')"
  expect 202
  is "$(field .status)" pending_verification
  email=$(field .email)
  say "signed up as $email: pending"

  step='log in before the address is proven'
  local credentials
  credentials=$(jq -nc --arg e "$address" --arg p "$password" '{email: $e, password: $p, deviceName: "tour"}')
  send POST /auth/login "$credentials"
  expect 403 auth.email_not_verified
  say 'cannot log in yet: the address is not proven'

  step='read the mail'
  wait_for_mail "$email"
  token=$(text_of "$letter" | sed -n 's/^http.*\/verify-email?token=\([A-Za-z0-9_-]*\)$/\1/p' | head -n 1)
  [ -n "$token" ] || fail "no link in $letter"
  text_of "$letter" | grep -qF "$name" || fail "the name is not in $letter"
  say 'a mail came, with a link'

  step='look at the page behind the link'
  call GET "$base/verify-email?token=$token" -H 'Accept-Language: ar'
  expect 200
  grep -q '<html lang="ar" dir="rtl">' "$work/body" || fail 'the page is not in Arabic'
  say 'the page behind it only asks: looking spends nothing'

  step='prove the address'
  send POST /auth/verify-email "$(jq -nc --arg t "$token" '{token: $t}')"
  expect 204
  send POST /auth/verify-email "$(jq -nc --arg t "$token" '{token: $t}')"
  expect 400 token.invalid
  say 'the address is proven, and the link works no second time'

  step='log in'
  send POST /auth/login "$credentials"
  expect 200
  is "$(field .tokenType)" Bearer
  is "$(field .user.fullName)" "$name"
  access=$(field .accessToken)
  refresh=$(field .refreshToken)
  say "logged in for $(field .expiresInSeconds) s at a time"

  step='look at oneself'
  call GET "$api/users/me" -H "Authorization: Bearer $access"
  expect 200
  is "$(field .email)" "$email"
  is "$(field .fullName)" "$name"
  is "$(field .status)" active
  is "$(field .emailVerified)" true
  tag=$(header ETag)
  [ -n "$tag" ] || fail 'no ETag'
  call GET "$api/users/me" -H "Authorization: Bearer $access" -H "If-None-Match: $tag"
  expect 304
  say "$name is active; asked again with $tag: 304"

  step='change the name'
  send PATCH /users/me "$(jq -nc --arg n "$name II" '{fullName: $n}')" -H "Authorization: Bearer $access" -H "If-Match: $tag"
  expect 200
  is "$(field .fullName)" "$name II"
  send PATCH /users/me '{"fullName":"too late"}' -H "Authorization: Bearer $access" -H "If-Match: $tag"
  expect 412 concurrency.stale
  send PATCH /users/me '{"fulName":"typo"}' -H "Authorization: Bearer $access"
  expect 400 validation.failed
  say "now $name II; a stale change is 412, a typo is 400"

  step='terms'
  call GET "$api/users/me/terms" -H "Authorization: Bearer $access"
  expect 200
  send POST /users/me/terms "$(jq -c '{version: .items[0].version}' "$work/body")" -H "Authorization: Bearer $access"
  expect 200
  say "accepted the terms $(field .version)"

  step='refresh'
  old=$refresh
  send POST /auth/refresh "$(jq -nc --arg t "$refresh" '{refreshToken: $t}')"
  expect 200
  access=$(field .accessToken)
  refresh=$(field .refreshToken)
  [ "$refresh" != "$old" ] || fail 'the refresh token was not replaced'
  say 'refreshed: both tokens are new'

  step='log out'
  call POST "$api/auth/logout" -H "Authorization: Bearer $access"
  expect 204
  call GET "$api/users/me" -H "Authorization: Bearer $access"
  expect 401 auth.session_ended
  send POST /auth/refresh "$(jq -nc --arg t "$refresh" '{refreshToken: $t}')"
  expect 401
  say 'logged out: neither token works any more'

  step='forget the password'
  send POST /auth/password/forgot "$(jq -nc --arg e "$address" '{email: $e}')"
  expect 202
  wait_for_link "$email" reset-password
  password="another walk by the sea $run"
  send POST /auth/password/reset "$(jq -nc --arg t "$token" --arg p "$password" '{token: $t, newPassword: $p}')"
  expect 204
  send POST /auth/login "$credentials"
  expect 401 auth.invalid_credentials
  send POST /auth/login "$(jq -nc --arg e "$address" --arg p "$password" '{email: $e, password: $p, deviceName: "tour"}')"
  expect 200
  say 'forgot the password, set another by the link in the mail, and is back'
}

# What an administrator does with somebody who is there already, and how that looks to them.
administer() {
  local address=$1 name=$2 password="a quiet walk by the sea $run" access theirs id email tag key credentials

  step='bring somebody in'
  send POST /auth/login "$(jq -nc --arg e "$admin" --rawfile p "$admin_password" '{email: $e, password: ($p | rtrimstr("\n"))}')"
  expect 200
  access="Authorization: Bearer $(field .accessToken)"
  key="tour-$run"
  credentials=$(jq -nc --arg e "$address" --arg p "$password" '{email: $e, password: $p}')
  local body
  body=$(jq -c --arg n "$name" '. + {fullName: $n, status: "active"}' <<<"$credentials")
  send POST /users "$body" -H "$access" -H "Idempotency-Key: $key"
  expect 201
  id=$(field .id)
  email=$(field .email)
  send POST /users "$body" -H "$access" -H "Idempotency-Key: $key"
  expect 201
  is "$(field .id)" "$id"
  is "$(header Idempotent-Replayed)" true
  say "brought $name in; sent again under the same key it is the same person"

  step='find them'
  call GET "$api/users" -G -d limit=1 --data-urlencode "email=$email" -H "$access"
  expect 200
  is "$(field '.items[0].id')" "$id"
  call GET "$api/users/$id" -H "$access"
  expect 200
  tag=$(header ETag)
  say "found by the address; the record is version $tag"

  step='suspend'
  send POST /auth/login "$credentials"
  expect 200
  theirs="Authorization: Bearer $(field .accessToken)"
  send POST "/users/$id/suspend" '{"reason":"For the tour."}' -H "$theirs"
  expect 403 access.denied
  send POST "/users/$id/suspend" '{"reason":"For the tour."}' -H "$access" -H "If-Match: \"v0\""
  expect 412 concurrency.stale
  send POST "/users/$id/suspend" '{"reason":"For the tour."}' -H "$access"
  expect 200
  is "$(field .status)" suspended
  call GET "$api/users/me" -H "$theirs"
  expect 401
  send POST /auth/login "$credentials"
  expect 403 auth.account_suspended
  send POST "/users/$id/suspend" '{"reason":"Twice."}' -H "$access"
  expect 409 user.invalid_transition
  say 'suspended: the session is over, and logging in says why'

  step='reactivate'
  call POST "$api/users/$id/reactivate" -H "$access"
  expect 200
  is "$(field .status)" active
  send POST /auth/login "$credentials"
  expect 200
  say 'reactivated, and back'

  step='delete'
  call DELETE "$api/users/$id" -H "$access"
  expect 200
  say "deleted; $(field .daysUntilPurge) days until all of it goes for good"
  send POST /auth/login "$credentials"
  expect 401 auth.invalid_credentials
  call GET "$api/users" -G --data-urlencode "email=$email" -H "$access"
  expect 200
  is "$(field '.items | length')" 0
  call GET "$api/users" -G --data-urlencode "email=$email" -d includeDeleted=true -H "$access"
  is "$(field '.items | length')" 1
  say 'nobody finds them any more but whoever asks for deleted people'

  step='restore'
  call POST "$api/users/$id/restore" -H "$access"
  expect 200
  send POST /auth/login "$credentials"
  expect 200
  say 'restored, with the same password'

  step='invite by mail'
  local guest="guest-$run@example.org" invitation
  send POST /auth/login "$credentials"
  expect 200
  theirs="Authorization: Bearer $(field .accessToken)"
  send POST /invitations "$(jq -nc --arg e "$guest" '{email: $e, message: "Come along."}')" -H "$theirs"
  expect 201
  invitation=$(field .id)
  jq -e '.token == null' "$work/body" >/dev/null || fail 'the secret is in the answer'
  wait_for_link "$guest" invitation
  send POST /invitations/lookup "$(jq -nc --arg t "$token" '{token: $t}')"
  expect 200
  is "$(field .inviterName)" "$name"
  send POST /auth/register "$(jq -nc --arg e "$guest" --arg p "$password" --arg t "$token" \
    '{email: $e, password: $p, fullName: "Guest Example", acceptTerms: true, invitationToken: $t}')"
  expect 202
  is "$(field .status)" active
  send POST /auth/login "$(jq -nc --arg e "$guest" --arg p "$password" '{email: $e, password: $p}')"
  expect 200
  call GET "$api/invitations/$invitation" -H "$theirs"
  expect 200
  is "$(field .status)" accepted
  call GET "$api/users/$id/invitees" -H "$theirs"
  expect 200
  is "$(field '.items[0].fullName')" 'Guest Example'
  call GET "$api/attribute-keys/invited_by_user_id/users?value=$id" -H "$access"
  expect 200
  is "$(field '.items | length')" 1
  say "$name invited somebody, who signed up: the invitation proves the address"

  step='set attributes'
  call GET "$api/users/attributes/invited_by_user_id" -H "$theirs"
  expect 404 attribute.not_set
  send PUT /users/attributes/custom.team "$(jq -nc --arg v "$run" '{value: $v}')" -H "$theirs"
  expect 201
  tag=$(header ETag)
  send PUT /users/attributes/custom.team '{"value": {"name": "blue", "size": 1.10}}' -H "$theirs" -H "If-Match: $tag"
  expect 200
  is "$(field .value.size)" 1.1
  send PUT /users/attributes/custom.team '{"value": 1}' -H "$theirs" -H "If-Match: $tag"
  expect 412 concurrency.stale
  send PATCH /users/attributes "$(jq -nc --arg v "$run" '{values: {"custom.team": $v, onboarding_milestones: {tour_taken: "2026-03-01T09:30:00Z"}}}')" -H "$theirs"
  expect 200
  send PUT /users/attributes/profile_flags '{"value": ["vip"]}' -H "$theirs"
  expect 403 attribute.not_writable
  send PUT "/users/$id/attributes/profile_flags" '{"value": ["vip"]}' -H "$access"
  expect 201
  call GET "$api/users/me?include=attributes,roles" -H "$theirs"
  expect 200
  is "$(field '.attributes | keys | join(" ")')" 'custom.team onboarding_milestones'
  call GET "$api/attribute-keys/custom.team/users?value=$run" -H "$access"
  expect 200
  is "$(field '.items[0].userId')" "$id"
  call GET "$api/users?attribute.profile_flags=vip&attribute.custom.team=$run" -H "$access"
  expect 200
  is "$(field '.items[0].id')" "$id"
  call GET "$api/users/$id/attributes/onboarding_milestones/history" -H "$access"
  expect 200
  is "$(field '.items[0].changedByUserId')" "$id"
  say 'attributes set, changed, protected, kept with their history, and people found by them'

  step='invite by an open link'
  send POST /invitations '{}' -H "$theirs"
  expect 201
  invitation=$(field .id)
  token=$(field .token)
  call DELETE "$api/invitations/$invitation" -H "$theirs"
  expect 204
  send POST /invitations/lookup "$(jq -nc --arg t "$token" '{token: $t}')"
  expect 400 invitation.invalid
  say 'took an open link back: it is worth nothing any more'

  step='log the administrator out'
  call POST "$api/auth/logout" -H "$access"
  expect 204
}

step='look whether the service is ready'
call GET "$base/health/ready"
expect 200
for person in "${people[@]}"; do
  echo "${person#*|}"
  walk "${person%%|*}" "${person#*|}"
done
echo 'The administrator'
[ -r "$admin_password" ] || { step='find the password of the administrator'; fail "there is no $admin_password"; }
administer "grace-$run@example.org" 'Grace Example'
echo 'Everything is as promised.'

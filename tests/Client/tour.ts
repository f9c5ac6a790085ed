// Walks a running service with nothing but the client that was generated from its description.
// node tour.js BASE_URL MAIL_DIR ADMIN_EMAIL ADMIN_PASSWORD
import createClient from "openapi-fetch";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { components, paths } from "./api.js";
import { tokenFor } from "./mail.js";

const [baseUrl, mail, adminEmail, adminPassword] = process.argv.slice(2);
assert(baseUrl && mail && adminEmail && adminPassword, "usage: tour.js BASE_URL MAIL_DIR ADMIN_EMAIL ADMIN_PASSWORD");

type Problem = components["schemas"]["Problem"];
type Answer<T> = { data?: T; error?: unknown; response: Response };

const run = randomUUID().slice(0, 8);
const password = `a quiet walk by the sea ${run}`;
const client = () => createClient<paths>({ baseUrl });
const as = (accessToken: string) => createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${accessToken}` } });

function good<T>(answer: Answer<T>, status = 200): NonNullable<T> {
  assert.equal(answer.response.status, status, `${answer.response.url}: ${JSON.stringify(answer.error)}`);
  return answer.data!;
}

function refused(answer: { error?: Problem; response: Response }, status: number, code: string): Problem {
  assert.equal(answer.response.status, status, answer.response.url);
  assert.equal(answer.error?.code, code);
  return answer.error!;
}

async function aPerson(): Promise<void> {
  const email = `ada-${run}@example.org`;
  const stranger = client();

  const registration = good(await stranger.POST("/api/v1/auth/register", { body: { email, password, fullName: "Ada Example", acceptTerms: true } }), 202);
  assert.equal(registration.status satisfies "pending_verification" | "active" | "suspended", "pending_verification");
  refused(await stranger.POST("/api/v1/auth/login", { body: { email, password } }), 403, "auth.email_not_verified");
  good(await stranger.POST("/api/v1/auth/verify-email", { body: { token: await tokenFor(mail!, email, "verify-email") } }), 204);

  const first = good(await stranger.POST("/api/v1/auth/login", { body: { email, password, deviceName: "generated", rememberMe: true } }));
  const ada = as(first.accessToken);
  const me = await ada.GET("/api/v1/users/me");
  assert.equal(good(me).email, email);
  const tag = me.response.headers.get("ETag")!;
  const fresh = await ada.GET("/api/v1/users/me", { params: { header: { "If-None-Match": tag } } });
  assert.equal(fresh.response.status, 304);

  assert.equal(good(await ada.PATCH("/api/v1/users/me", { params: { header: { "If-Match": tag } }, body: { fullName: "Ada II" } })).fullName, "Ada II");
  refused(await ada.PATCH("/api/v1/users/me", { params: { header: { "If-Match": tag } }, body: { fullName: "Late" } }), 412, "concurrency.stale");
  const faults = refused(await ada.PATCH("/api/v1/users/me", { body: { fullName: " " } }), 400, "validation.failed");
  assert((faults.errors?.["fullName"] ?? []).length > 0);

  const next = good(await stranger.POST("/api/v1/auth/refresh", { body: { refreshToken: first.refreshToken } }));
  assert.notEqual(next.refreshToken, first.refreshToken);
  const sessions = good(await as(next.accessToken).GET("/api/v1/users/sessions"));
  assert.deepEqual(sessions.items.map((session) => [session.id, session.current, session.deviceName]), [[next.sessionId, true, "generated"]]);
  refused(await as(next.accessToken).GET("/api/v1/users"), 403, "access.denied");

  const mine = as(next.accessToken);
  const set = await mine.PUT("/api/v1/users/attributes/{key}", { params: { path: { key: "custom.team" } }, body: { value: { name: "blue", size: 7 } } });
  assert.deepEqual(good(set, 201).value, { name: "blue", size: 7 });
  refused(await mine.PUT("/api/v1/users/attributes/{key}", { params: { path: { key: "profile_flags" } }, body: { value: ["vip"] } }), 403, "attribute.not_writable");
  good(await mine.PATCH("/api/v1/users/attributes", { body: { values: { "custom.team": null, "custom.room": 7 } } }));
  const whole = good(await mine.GET("/api/v1/users/me", { params: { query: { include: "attributes,roles" } } }));
  assert.deepEqual(whole.attributes, { "custom.room": 7 });
  assert(good(await mine.GET("/api/v1/attribute-keys")).items.some((key) => key.key === "custom.*" && key.searchable));

  good(await mine.POST("/api/v1/auth/logout"), 204);
  refused(await as(next.accessToken).GET("/api/v1/users/me"), 401, "auth.session_ended");
}

async function staff(): Promise<void> {
  const { accessToken } = good(await client().POST("/api/v1/auth/login", { body: { email: adminEmail!, password: adminPassword! } }));
  const admin = as(accessToken);
  const ids: string[] = [];
  for (const name of ["one", "two", "three"]) {
    const key = randomUUID();
    const body = { email: `${name}-${run}@example.net`, fullName: `Made ${run} ${name}`, status: "active", password } as const;
    const made = await admin.POST("/api/v1/users", { params: { header: { "Idempotency-Key": key } }, body });
    const again = await admin.POST("/api/v1/users", { params: { header: { "Idempotency-Key": key } }, body });
    assert.equal(good(again, 201).id, good(made, 201).id);
    assert.equal(again.response.headers.get("Idempotent-Replayed"), "true");
    ids.unshift(good(made, 201).id);
  }

  const listed: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = good(await admin.GET("/api/v1/users", { params: { query: { limit: 2, search: run, status: "active", ...(cursor ? { cursor } : {}) } } }));
    listed.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(listed, ids);

  const userId = ids[0]!;
  const one = { params: { path: { userId } } };
  const seen = await admin.GET("/api/v1/users/{userId}", one);
  assert.equal(good(seen).externalId, null);
  const changed = await admin.PATCH("/api/v1/users/{userId}", {
    params: { path: { userId }, header: { "If-Match": seen.response.headers.get("ETag")! } }, body: { externalId: `crm-${run}` },
  });
  assert.equal(good(changed).externalId, `crm-${run}`);
  assert.equal(good(await admin.PATCH("/api/v1/users/{userId}", { ...one, body: { externalId: null } })).externalId, null);

  assert.equal(good(await admin.POST("/api/v1/users/{userId}/suspend", { ...one, body: { reason: "Asked for." } })).status, "suspended");
  refused(await admin.POST("/api/v1/users/{userId}/suspend", { ...one, body: { reason: "Twice." } }), 409, "user.invalid_transition");
  assert.equal(good(await admin.POST("/api/v1/users/{userId}/reactivate", one)).status, "active");
  assert((good(await admin.DELETE("/api/v1/users/{userId}", one)).daysUntilPurge ?? 0) > 0);
  assert.equal(good(await admin.GET("/api/v1/users", { params: { query: { search: run } } })).items.some((item) => item.id === userId), false);
  assert.equal(good(await admin.POST("/api/v1/users/{userId}/restore", one)).deletedAt, null);
  good(await admin.POST("/api/v1/auth/logout"), 204);
}

await aPerson();
await staff();
console.log("Everything is as promised.");

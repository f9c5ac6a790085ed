// Mistakes that the types must find. A line without its mistake does not compile either, so a description that grows vague is noticed.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const api = createClient<paths>();

export const mistakes = [
  // @ts-expect-error a required member is missing
  () => api.POST("/api/v1/auth/login", { body: { email: "a@example.org" } }),
  // @ts-expect-error a member that does not exist
  () => ({ fulName: "typo" }) satisfies components["schemas"]["UpdateMe"],
  // @ts-expect-error no null where null means nothing
  () => api.PATCH("/api/v1/users/me", { body: { fullName: null } }),
  // @ts-expect-error the terms are accepted or there is no account
  () => api.POST("/api/v1/auth/register", { body: { email: "a@example.org", password: "a quiet sea", fullName: "A", acceptTerms: false } }),
  // @ts-expect-error a status that does not exist
  () => api.GET("/api/v1/users", { params: { query: { status: "gone" } } }),
  // @ts-expect-error a parameter that does not exist
  () => api.GET("/api/v1/users", { params: { query: { page: 2 } } }),
  // @ts-expect-error nobody is created suspended
  () => api.POST("/api/v1/users", { body: { email: "a@example.org", fullName: "A", status: "suspended" } }),
  // @ts-expect-error a path without its id
  () => api.DELETE("/api/v1/users/{userId}"),
  // @ts-expect-error a route that does not exist
  () => api.GET("/api/v1/people"),
  // @ts-expect-error somebody may have no name
  (user: components["schemas"]["User"]) => user.fullName.length,
  // @ts-expect-error the last page has no next one
  (page: components["schemas"]["PageOfUserSummary"]) => page.nextCursor.length,
  // @ts-expect-error an answer has no member that is not described
  (user: components["schemas"]["User"]) => user.passwordHash,
];

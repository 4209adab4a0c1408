#include "appliance/portal/problem.h"

#include <nlohmann/json.hpp>

#include "appliance/base/http_status.h"
#include "appliance/base/log.h"

namespace gatehouse::portal {

namespace {

std::string dumped(const nlohmann::json& body) {
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

http::Response to_response(const Problem& problem) {
  nlohmann::json body = {{"type", "about:blank"},
                         {"title", http_status_words(problem.status)},
                         {"status", problem.status},
                         {"detail", problem.detail},
                         {"code", problem.code}};
  if (!problem.fields.empty()) body["fields"] = problem.fields;
  if (!problem.client_id.empty()) body["client_id"] = problem.client_id;
  http::Response response{problem.status, {{"Content-Type", "application/problem+json"}}, {}, {}};
  if (problem.retry_after > 0) {
    body["retry_after"] = problem.retry_after;
    response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after));
  }
  response.body = dumped(body);
  return response;
}

http::Response not_found() {
  return to_response({404, "not_found", "There is nothing here."});
}

http::Response not_signed_in() {
  return to_response({401, "not_signed_in", "You are not signed in, or your sign-in has ended."});
}

http::Response not_permitted() {
  return to_response({403, "not_permitted", "Your roles do not allow this. Ask an administrator."});
}

http::Response login_only() {
  return to_response({403, "login_only",
                      "No API token can do this: sign in to the portal with a name and a password for it."});
}

http::Response confirmation_wanted() {
  return to_response({403, "confirmation_wanted", "Show that it is you, then try again."});
}

http::Response second_factor_wanted() {
  return to_response({403, "second_factor_wanted",
                      "One of your roles wants a second factor. Set it up first: sign in to the portal."});
}

http::Response not_in_license(policy::Feature feature, policy::Tier tier) {
  std::string others;
  for (const policy::Tier other : policy::all_tiers()) {
    if (!policy::includes(other, feature)) continue;
    others += (others.empty() ? "" : " or ") + std::string(policy::tier_label(other));
  }
  return to_response({403, "not_in_license",
                      "Your license, " + std::string(policy::tier_label(tier)) + ", does not have this. “" +
                          std::string(policy::feature_label(feature)) + "” is in " + others + "."});
}

http::Response name_is_fixed(std::string_view whose) {
  const std::string words = std::string(whose) + " name cannot be changed later.";
  return to_response({409, "name_is_fixed", words, {{"name", words}}});
}

http::Response invalid_fields(std::map<std::string, std::string> fields) {
  return to_response({400, "invalid_fields", "Some values are not right.", std::move(fields)});
}

http::Response too_many_tries(std::chrono::seconds wait) {
  return to_response({429,
                      "too_many_tries",
                      "Too many tries. Wait a little and try again.",
                      {},
                      static_cast<int>(wait.count())});
}

http::Response busy() {
  return to_response(
      {503, "busy", "The appliance is busy checking other passwords. Try again in a moment.", {}, 5});
}

http::Response store_failed(const Error& error) {
  log::error("portal", error.message);
  return to_response(
      {500, "store_failed", "The appliance could not read or write its data. Its log says more."});
}

http::Response json_response(int status, const nlohmann::json& body) {
  return {status, {{"Content-Type", "application/json"}}, dumped(body), {}};
}

http::Response no_content() {
  return {204, {}, {}, {}};
}

}  // namespace gatehouse::portal

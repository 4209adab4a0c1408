// Errors of the API as problem documents (RFC 9457) with a `code` that stays the same, and the other plain
// answers.
#pragma once
#include <chrono>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "appliance/http/server.h"
#include "appliance/policy/license.h"

namespace gatehouse::portal {

struct Problem {
  int status = 500;
  std::string_view code;  // stable; programs decide by it
  std::string detail;     // a sentence for a person
  std::map<std::string, std::string> fields = {};
  int retry_after = 0;         // seconds; 0: not said
  std::string client_id = {};  // the machine that the refusal is about; empty: none
};

http::Response to_response(const Problem& problem);

http::Response not_found();
http::Response not_signed_in();
http::Response not_permitted();
// No API token can.
http::Response login_only();
// Show first who you are (POST /me/confirm), then ask the same again.
http::Response confirmation_wanted();
// A role of theirs wants a second factor, and they have none yet.
http::Response second_factor_wanted();
// The license of their organization, `tier`, doesn't have that.
http::Response not_in_license(policy::Feature feature, policy::Tier tier);
// Of what keeps its name for ever: "A team's".
http::Response name_is_fixed(std::string_view whose);
http::Response invalid_fields(std::map<std::string, std::string> fields);
http::Response too_many_tries(std::chrono::seconds wait);
http::Response busy();
// The store failed: the reason goes to the log, the caller gets a plain 500.
http::Response store_failed(const Error& error);

http::Response json_response(int status, const nlohmann::json& body);
http::Response no_content();

}  // namespace gatehouse::portal

#include "appliance/portal/shown_version.h"

#include <string>

#include "appliance/auth/token.h"

namespace gatehouse::portal {

namespace {

// Missing is another value than empty.
std::string_view marked(const std::optional<std::string>& value) {
  return value ? "1" : "0";
}

std::string days_kept(const std::optional<std::int64_t>& days) {
  return days ? std::to_string(*days) : "";
}

}  // namespace

std::int64_t version_of_values(const std::vector<std::string_view>& values) {
  std::string all;
  for (const std::string_view value : values)
    all.append(std::to_string(value.size())).append(":").append(value);
  const std::string hash = auth::hash_token(all);
  std::int64_t version = 0;
  for (std::size_t i = 0; i < 7; ++i) version = version * 256 + static_cast<unsigned char>(hash[i]);
  return version + 1;
}

std::int64_t shown_version(const db::Client& client) {
  const std::string alias = client.alias.value_or("");
  std::vector<std::string_view> values{marked(client.alias), alias, client.comment, client.opening_hours,
                                       client.approval_required ? "1" : "0"};
  values.insert(values.end(), client.tags.begin(), client.tags.end());
  return version_of_values(values);
}

std::int64_t shown_version(const db::Organization& organization) {
  const std::string space = organization.space.value_or("");
  const std::string sessions = days_kept(organization.keep_sessions_days);
  const std::string entries = days_kept(organization.keep_audit_days);
  return version_of_values({marked(organization.space), space, organization.automatic_alias ? "1" : "0",
                            organization.reason_required ? "1" : "0", sessions, entries});
}

}  // namespace gatehouse::portal

// Rows of the store as the API shows them (openapi.json, components). `now`: seconds since 1970, UTC. Names that
// machines and people chose are text; the browser puts them into text nodes only.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "appliance/auth/login_service.h"
#include "appliance/portal/needs.h"
#include "appliance/portal/session_book.h"
#include "db/enrolment_repository.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::portal {

struct Services;

nlohmann::json organization_view(const db::Organization& organization);
// Of another organization nobody sees more than this.
nlohmann::json size_view(const db::OrganizationSize& size);
// What a license has of what not every one has.
nlohmann::json features_view(policy::Tier tier);
nlohmann::json me_view(const Services& services, const auth::Identity& identity);
nlohmann::json login_view(const db::Login& login, db::LoginId current);
// As people see and compare a machine's key; empty: it is no key.
std::string device_key_fingerprint(const std::string& device_key);
nlohmann::json client_view(const db::Client& client, Services& services);
// `now` decides whether it has expired.
nlohmann::json enrolment_token_view(const db::EnrolmentToken& token, std::int64_t now);
nlohmann::json relay_view(const db::RelayNode& relay, PortalNeeds& needs, std::int64_t now);
// The names of policy::kPermissions.
nlohmann::json permissions_view(std::uint32_t bits);
nlohmann::json session_view(const db::Session& session, const SessionBook& book);

// In milliseconds, to the tenth; null when it is not known.
nlohmann::json round_trip_view(const std::optional<std::chrono::microseconds>& round_trip);

// {"items": [...], "next_cursor": ...}
nlohmann::json page_view(nlohmann::json items, const std::optional<db::Cursor>& next);

}  // namespace gatehouse::portal

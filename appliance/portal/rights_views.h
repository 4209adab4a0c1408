// Roles, permission sets and groups as the API shows them (openapi.json, components).
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "appliance/auth/rights.h"
#include "db/rights_records.h"

namespace gatehouse::portal {

// {"personal_profile": "none", ...}: every section.
nlohmann::json access_view(const policy::Access& access);
// `rights`: what the role gives; `own`: the caller's, which decide whether the caller may give it.
nlohmann::json role_view(const db::Role& role, const auth::Rights& rights, const auth::Rights& own);
nlohmann::json permission_set_view(const db::PermissionSet& set, const auth::Rights& own);
nlohmann::json group_view(const db::Group& group, const auth::Rights& rights, const auth::Rights& own);
// What it is for: the sentence of a preconfigured role, or what somebody wrote.
std::string description_of(const db::Role& role);

}  // namespace gatehouse::portal

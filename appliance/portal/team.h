// What an organization with a smaller license than Ultimate is.
#pragma once
#include <string>

#include "appliance/policy/license.h"

namespace gatehouse::portal {

class JsonBody;

// What a team that is made with this license says of itself ("description" of the body); refused of an organization.
std::string read_first_description(JsonBody& body, policy::Tier tier);

}  // namespace gatehouse::portal

// What an organisation with a smaller licence than Ultimate is.
#pragma once
#include <string>

#include "appliance/policy/license.h"

namespace gatehouse::portal {

class JsonBody;

// What a team that is made with this licence says of itself ("description" of the body); refused of an organisation.
std::string read_first_description(JsonBody& body, policy::Tier tier);

}  // namespace gatehouse::portal

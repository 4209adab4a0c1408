// Permission profiles as people read them at a console.
#pragma once
#include "appliance/agent/profiles.h"

namespace gatehouse::app {

void print_profiles(const agent::Profiles& profiles);
// With every permission, those that this version can't do, too.
void print_profile(const agent::Profile& profile);

}  // namespace gatehouse::app

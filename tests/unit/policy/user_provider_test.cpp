#include "appliance/policy/user_provider.h"

#include "tests/support/catch.h"

namespace gatehouse::user_provider_test {

using policy::UserProvider;

TEST_CASE("there are three user providers, each with a key and a name", "[policy]") {
  const auto all = policy::all_user_providers();
  REQUIRE(all.size() == 3);
  for (const UserProvider provider : all)
    CHECK(policy::find_user_provider(policy::user_provider_key(provider)) == provider);
  CHECK(policy::user_provider_label(UserProvider::admin) == "Admin");
  CHECK(policy::user_provider_label(UserProvider::idp) == "IDP");
  CHECK(policy::user_provider_label(UserProvider::ldap) == "LDAP");
  for (const char* wrong : {"", "Admin", "ADMIN", "oidc", "admin "})
    CHECK_FALSE(policy::find_user_provider(wrong));
}

TEST_CASE("this version gets users from people only", "[policy]") {
  CHECK(policy::is_built_in(UserProvider::admin));
  CHECK_FALSE(policy::is_built_in(UserProvider::idp));
  CHECK_FALSE(policy::is_built_in(UserProvider::ldap));
}

}  // namespace gatehouse::user_provider_test

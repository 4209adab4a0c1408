#include "appliance/portal/socket_budget.h"

#include "tests/support/catch.h"

namespace gatehouse::portal_socket_budget_test {

using portal::socket_budget;
using portal::threads_for;

TEST_CASE("requests always keep threads that no page and no viewer takes", "[portal]") {
  for (const std::size_t threads : {8u, 9u, 64u, 320u, 4096u}) {
    for (const std::size_t sessions : {1u, 3u, 128u, 10000u}) {
      INFO(threads << " threads, " << sessions << " sessions");
      const auto budget = socket_budget(threads, sessions);
      CHECK(budget.all() + 2 <= threads);
      CHECK(budget.all() <= threads - threads / 8);
      CHECK(budget.calls >= 1);
      CHECK(budget.calls <= sessions);
      CHECK(budget.pages >= budget.calls);
    }
  }
}

TEST_CASE("the settings as they come give all the sessions they name", "[portal]") {
  CHECK(socket_budget(320, 128).calls == 128);
  CHECK(socket_budget(320, 10000).calls == 140);
}

TEST_CASE("threads_for is just enough", "[portal]") {
  for (const std::size_t sessions : {1u, 3u, 128u, 10000u}) {
    INFO(sessions);
    CHECK(socket_budget(threads_for(sessions), sessions).calls == sessions);
  }
  CHECK(socket_budget(threads_for(128) - 1, 128).calls == 127);
}

}  // namespace gatehouse::portal_socket_budget_test

#include "appliance/app/identity.h"

#include "appliance/base/clock.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::identity_test {

constexpr std::int64_t kDay = 86400, kYear = 365 * kDay;

TEST_CASE("a first start with a wrong clock spoils no certificate", "[app]") {
  for (const std::int64_t wrong : {std::int64_t{0}, kThisVersion - 20 * kYear, kThisVersion + 30 * kYear}) {
    test::TemporaryDirectory directory;
    const app::Identity::Options options{directory.path() + "/keys", {}, "", ""};
    const auto before = app::Identity::load(options, wrong);
    REQUIRE(before);
    const std::int64_t now = kThisVersion + 100 * kDay;
    const auto after = app::Identity::load(options, now);
    REQUIRE(after);
    CHECK(after->authority().all() == before->authority().all());
    for (const std::string& pem : {after->authority().anchor(), after->devices().anchor(),
                                   after->server_identity().browser.certificate_pem}) {
      const auto facts = net::describe(pem);
      CHECK(facts->not_before <= now);
      CHECK(facts->not_after > now + 300 * kDay);
    }
  }
}

TEST_CASE("with a right clock what lasts is made for as long as was ordered", "[app]") {
  const app::Term term = app::lasting(kThisVersion + kYear, 3650);
  CHECK(term.from == kThisVersion);
  CHECK(term.from + term.days * kDay == kThisVersion + kYear + 3650 * kDay);
}

}  // namespace gatehouse::identity_test

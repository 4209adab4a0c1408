#include "appliance/auth/enrolment.h"

#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::enrolment_test {

using namespace std::chrono_literals;
using test::must;

TEST_CASE("an enrolment token is good for its uses and its time", "[auth]") {
  test::Store store;
  test::FakeClock clock;
  auth::Enrolment enrolment(*store.database, clock);
  const auto order = [&](std::string_view purpose, int uses) {
    return must(enrolment.create(
        {.organization = store.organization.id, .purpose = purpose, .uses = uses, .good_for = 60s}));
  };
  const auto created = order(auth::kEnrolAgent, 2);
  CHECK_FALSE(must(enrolment.redeem("guess")));
  CHECK(must(enrolment.redeem(created.secret.view()))->organization == store.organization.id);
  clock.advance(60s);
  CHECK_FALSE(must(enrolment.redeem(created.secret.view())));
  const auto once = order(auth::kEnrolThisMachine, 1);
  CHECK(must(enrolment.redeem(once.secret.view()))->purpose == auth::kEnrolThisMachine);
  CHECK_FALSE(must(enrolment.redeem(once.secret.view())));
}

TEST_CASE("a revoked token lets nobody in, and what is over is forgotten in time", "[auth]") {
  test::Store store;
  test::FakeClock clock;
  auth::Enrolment enrolment(*store.database, clock);
  const auto order = [&](std::string_view purpose) {
    return must(enrolment.create({.organization = store.organization.id,
                                  .purpose = purpose,
                                  .uses = 5,
                                  .good_for = 60s,
                                  .label = "office",
                                  .by = store.user.id}));
  };
  const auto listed = [&] { return must(enrolment.list(store.organization.id, {}, 10)).rows; };
  const auto made = order(auth::kEnrolAgent);
  const auto own = order(auth::kEnrolThisMachine);
  REQUIRE(listed().size() == 1);
  CHECK(listed()[0].id == made.token.id);
  CHECK(listed()[0].label == "office");
  CHECK(listed()[0].uses == 5);
  CHECK(listed()[0].created_by_name == store.user.first_name + " " + store.user.last_name);
  CHECK_FALSE(must(enrolment.revoke(db::OrganizationId{999}, made.token.id)));
  CHECK_FALSE(must(enrolment.revoke(store.organization.id, own.token.id)));  // the appliance's own
  CHECK(must(enrolment.revoke(store.organization.id, made.token.id)));
  CHECK_FALSE(must(enrolment.revoke(store.organization.id, made.token.id)));
  CHECK_FALSE(must(enrolment.redeem(made.secret.view())));
  CHECK(must(enrolment.redeem(own.secret.view())));
  CHECK(listed()[0].revoked_at);
  clock.advance(auth::Enrolment::kKept + 61s);
  const auto later = order(auth::kEnrolAgent);
  REQUIRE(listed().size() == 1);
  CHECK(listed()[0].id == later.token.id);
}

}  // namespace gatehouse::enrolment_test

#include "appliance/app/machine_certificates.h"

#include "appliance/auth/enrolment.h"
#include "db/audit_repository.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::machine_certificates_test {

using test::must;

struct World {
  Result<app::MachineCertificates::Enrolled> enrol(const std::string& request, db::OrganizationId into) {
    const auto token = must(enrolment.create({.organization = into, .good_for = std::chrono::hours(1)}));
    return certificates.enrol({wire::kVersion, std::string(token.secret.view()), request, {}}, "192.0.2.9");
  }
  Result<app::MachineCertificates::Enrolled> enrol(const std::string& request) {
    return enrol(request, store.organization.id);
  }

  test::Store store;
  test::FakeClock clock;
  auth::Enrolment enrolment{*store.database, clock};
  app::MachineCertificates certificates{*store.database, clock,
                                        *net::new_authority("Devices", clock.unix_seconds(), 3650), "ad"};
};

TEST_CASE("a machine whose answer got lost enrols again and stays the same one", "[app]") {
  World world;
  const std::string request = *net::new_request(net::new_key_pem());
  const auto first = must(world.enrol(request)), again = must(world.enrol(request));
  CHECK(again.machine == first.machine);
  CHECK(must(world.enrol(*net::new_request(net::new_key_pem()))).machine != first.machine);
  const auto log = must(db::AuditRepository(*world.store.database).after(world.store.organization.id, 0, 10));
  REQUIRE(log.size() == 3);
  CHECK(log[0].action == "client.joined");
  CHECK(log[0].address == "192.0.2.9");
  CHECK(log[0].target_id == std::to_string(first.machine));
}

TEST_CASE("the key of a machine of another organization enrols nothing, and costs no use of the token",
          "[app]") {
  World world;
  const std::string request = *net::new_request(net::new_key_pem());
  must(world.enrol(request));
  const auto other = must(db::OrganizationRepository(*world.store.database).add("Other", "other", 1));
  const auto token =
      must(world.enrolment.create({.organization = other.id, .good_for = std::chrono::hours(1)}));
  const std::string secret(token.secret.view());
  const auto refused = world.certificates.enrol({wire::kVersion, secret, request, {}}, "192.0.2.9");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("--again") != std::string::npos);
  CHECK(world.certificates.enrol({wire::kVersion, secret, *net::new_request(net::new_key_pem()), {}},
                                 "192.0.2.9"));
}

TEST_CASE("a certificate is renewed for the key that the machine has, and no other", "[app]") {
  World world;
  const std::string request = *net::new_request(net::new_key_pem());
  const auto mine = must(world.enrol(request)),
             other = must(world.enrol(*net::new_request(net::new_key_pem())));
  world.clock.advance(std::chrono::hours(24 * 600));
  const auto renewed = must(world.certificates.renew(mine.machine, request));
  const std::int64_t left = net::describe(renewed)->not_after - world.clock.unix_seconds();
  CHECK((left > 729 * 86400 && left <= 730 * 86400));
  CHECK(net::describe(renewed)->subject == std::to_string(mine.machine));
  CHECK_FALSE(world.certificates.renew(other.machine, request));
  CHECK_FALSE(world.certificates.renew(mine.machine, *net::new_request(net::new_key_pem())));
  CHECK_FALSE(world.certificates.renew(mine.machine, "no request"));
}

}  // namespace gatehouse::machine_certificates_test

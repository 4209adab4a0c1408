#include "appliance/auth/second_factor.h"

#include "appliance/base/text.h"
#include "appliance/credentials/totp.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/db/store.h"

namespace gatehouse::second_factor_test {

using namespace std::chrono_literals;
using auth::SecondFactor;
using test::must;
using Status = auth::CodeAnswer::Status;

constexpr const char* kHome = "192.0.2.1";
constexpr const char* kElsewhere = "198.51.100.7";

struct Room {
  test::FakeClock clock;
  test::Store store;
  SecondFactor factor{*store.database, clock};
  std::string secret;
  std::vector<std::string> codes;

  db::TotpDeviceId add(const std::string& name = "Phone") {
    const Secret fresh = factor.begin_device(1);
    secret = std::string(fresh.view());
    auto outcome = must(factor.add_device(store.user, 1, name, now_code()));
    REQUIRE(std::holds_alternative<SecondFactor::NewDevice>(outcome));
    auto& made = std::get<SecondFactor::NewDevice>(outcome);
    if (!made.recovery_codes.empty()) codes = made.recovery_codes;
    return made.device.id;
  }
  std::string now_code() const {
    return credentials::totp_code(secret, clock.unix_seconds() / credentials::kTotpStep);
  }
  auth::CodeAnswer check(const std::string& code, const char* from = kHome) {
    return must(factor.check(store.user, code, from));
  }
};

TEST_CASE("a device is there after a code of it, and not before", "[auth]") {
  Room room;
  CHECK(std::get<SecondFactor::Refused>(must(room.factor.add_device(room.store.user, 1, "x", "000000"))) ==
        SecondFactor::Refused::no_secret);
  room.secret = std::string(room.factor.begin_device(1).view());
  CHECK(std::get<SecondFactor::Refused>(must(room.factor.add_device(room.store.user, 1, "x", "nothing"))) ==
        SecondFactor::Refused::wrong_code);
  // Another login's secret is no help.
  CHECK(std::get<SecondFactor::Refused>(must(room.factor.add_device(
            room.store.user, 2, "x", room.now_code()))) == SecondFactor::Refused::no_secret);
  CHECK(must(room.factor.state(room.store.user)).devices.empty());
  room.add();
  CHECK(room.codes.size() == 10);
  CHECK(must(room.factor.state(room.store.user)).recovery_codes_left == 10);
  // Its secret is used up.
  CHECK(std::get<SecondFactor::Refused>(must(room.factor.add_device(
            room.store.user, 1, "x", room.now_code()))) == SecondFactor::Refused::no_secret);
  room.factor.begin_device(1);
  room.clock.advance(10min);
  CHECK(std::get<SecondFactor::Refused>(must(room.factor.add_device(room.store.user, 1, "x", "000000"))) ==
        SecondFactor::Refused::no_secret);
}

TEST_CASE("a code is right once, also the one that set the device up", "[auth]") {
  Room room;
  room.add();
  CHECK(room.check(room.now_code()).status == Status::wrong);
  room.clock.advance(30s);
  const std::string code = room.now_code();
  CHECK(room.check(code.substr(0, 3) + " " + code.substr(3)).status == Status::right);
  CHECK(room.check(code).status == Status::wrong);
  // Nor after a restart.
  SecondFactor again(*room.store.database, room.clock);
  CHECK(must(again.check(room.store.user, code, kHome)).status == Status::wrong);
}

TEST_CASE("each of several devices has codes of its own", "[auth]") {
  Room room;
  const auto first = room.add();
  const std::string first_secret = room.secret;
  CHECK(room.codes.size() == 10);
  room.clock.advance(60s);
  room.add("Tablet");
  room.clock.advance(60s);
  const std::int64_t step = room.clock.unix_seconds() / credentials::kTotpStep;
  CHECK(room.check(credentials::totp_code(first_secret, step)).status == Status::right);
  CHECK(room.check(room.now_code()).status == Status::right);
  CHECK(must(room.factor.remove_device(room.store.user, first)) == "Phone");
  CHECK_FALSE(must(room.factor.remove_device(room.store.user, first)));
  room.clock.advance(60s);
  CHECK(room.check(credentials::totp_code(first_secret, step + 2)).status == Status::wrong);
  CHECK(must(room.factor.state(room.store.user)).recovery_codes_left == 10);
}

TEST_CASE("a recovery code is right once, however it is typed; new ones end the old", "[auth]") {
  Room room;
  const auto device = room.add();
  const auto answer = room.check(lower_ascii(room.codes[0]));
  CHECK(answer.status == Status::right);
  CHECK(answer.recovery);
  CHECK(room.check(room.codes[0]).status == Status::wrong);
  CHECK(must(room.factor.state(room.store.user)).recovery_codes_left == 9);
  const auto fresh = must(room.factor.new_recovery_codes(room.store.user));
  CHECK(room.check(room.codes[1]).status == Status::wrong);
  CHECK(room.check(fresh[1]).status == Status::right);
  REQUIRE(must(room.factor.remove_device(room.store.user, device)));
  CHECK(room.check(fresh[2]).status == Status::wrong);
}

TEST_CASE("guessing is slowed down, and does not keep the owner out", "[auth]") {
  Room room;
  room.add();
  must(db::LoginRepository(*room.store.database)
           .remember_address(room.store.organization.id, room.store.user.id, kHome, 0));
  auth::CodeAnswer last;
  int tries = 0;
  for (; tries < 100 && last.status == Status::wrong; ++tries) last = room.check("wrong", kElsewhere);
  CHECK(last.status == Status::throttled);
  CHECK(tries <= 6);
  room.clock.advance(30s);
  CHECK(room.check(room.now_code(), kHome).status == Status::right);
  // The owner's success says nothing about who guesses elsewhere.
  room.clock.advance(30s);
  room.check("wrong", kElsewhere);
  CHECK(room.check(room.now_code(), kElsewhere).status == Status::throttled);
  // In a day few codes are looked at.
  int looked_at = 0;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    room.clock.advance(1min);
    if (room.check("wrong", kElsewhere).status == Status::wrong) ++looked_at;
  }
  CHECK(looked_at < 35);
}

TEST_CASE("everything goes with the reset", "[auth]") {
  Room room;
  room.add();
  CHECK(must(room.factor.remove_all(room.store.user)));
  CHECK_FALSE(must(room.factor.remove_all(room.store.user)));
  room.clock.advance(30s);
  CHECK(room.check(room.now_code()).status == Status::wrong);
  CHECK(room.check(room.codes[0]).status == Status::wrong);
}

}  // namespace gatehouse::second_factor_test

#include "appliance/agent/encoder_reports.h"

#include "tests/support/catch.h"
#include "tests/support/run_until.h"

namespace gatehouse::encoder_reports_test {

using Said = std::vector<std::pair<std::uint64_t, std::string>>;

TEST_CASE("what encodes a session is told once, and again on the next link", "[agent]") {
  net::EventLoop loop;
  Said said;
  agent::EncoderReports reports(
      loop, [&](const wire::Encodes& encodes) { said.emplace_back(encodes.call_id, encodes.encoder); });
  reports.changed(7, "raw");
  reports.changed(8, "zrle");
  reports.changed(9, "raw");
  reports.changed(7, "tight");
  reports.ended(9);
  CHECK(said.empty());
  REQUIRE(test::run_until(loop, [&] { return said.size() == 2; }));
  CHECK(said == Said{{7, "tight"}, {8, "zrle"}});
  reports.changed(7, "tight");
  const auto later = loop.after(std::chrono::milliseconds(600), [&] { loop.stop(); });
  loop.run();
  CHECK(said.size() == 2);
  reports.ended(8);
  reports.link_began();
  REQUIRE(test::run_until(loop, [&] { return said.size() > 2; }));
  CHECK(said == Said{{7, "tight"}, {8, "zrle"}, {7, "tight"}});
}

}  // namespace gatehouse::encoder_reports_test

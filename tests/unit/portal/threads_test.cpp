// The portal is called on many threads at once; what goes wrong then, the thread sanitizer sees here.
#include <atomic>
#include <thread>

#include "tests/unit/portal/world.h"

namespace gatehouse::portal_threads_test {

using namespace portal_test;

TEST_CASE("many threads use the portal at once", "[portal][threads]") {
  World world;
  Browser owner = world.set_up();
  world.add_client("pc");
  const json credentials = {
      {"organization_id", "example"}, {"email", "olga@example.org"}, {"password", kPassword}};
  std::atomic<int> wrong{0};
  const auto expect = [&](bool right) { wrong += right ? 0 : 1; };
  std::atomic<bool> done{false};
  std::thread ticker([&] {
    while (!done) world.portal->tick();
  });
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&, number] {
      Browser browser(world, "192.0.2." + std::to_string(number + 10));
      for (int round = 0; round < 10; ++round) {
        expect(browser.post("/api/v1/login", credentials).status == 200);
        auto events = browser.upgrade("/api/v1/events");
        expect(std::holds_alternative<http::WebSocketAccept>(events));
        OpenSocket socket(std::get<http::WebSocketAccept>(events));
        expect(browser.get("/api/v1/clients").body["items"].size() == 1);
        expect(browser.get("/api/v1/dashboard").status == 200);
        world.portal->clients_changed(db::OrganizationId{1});
        expect(browser.post("/api/v1/logout").status == 204);
        expect(socket.closed());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  done = true;
  ticker.join();
  CHECK(wrong == 0);
  CHECK(owner.get("/api/v1/me/logins").body["items"].size() == 1);
}

}  // namespace gatehouse::portal_threads_test

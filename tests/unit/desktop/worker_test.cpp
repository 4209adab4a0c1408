// The worker with the test card, on a thread of the test, its viewers at the other ends of socketpairs.
#include <sys/socket.h>

#include <thread>

#include "appliance/desktop/worker.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::worker_test {

using desktop::Worker;
using policy::Permission;
using policy::Permissions;
using test::RfbClient;
namespace messages = desktop::worker;

std::pair<UniqueFd, UniqueFd> socket_pair(int type) {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) == 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

struct Desk {
  explicit Desk(int width = 320, int height = 200, bool resizable = true) {
    auto [ours, theirs] = socket_pair(SOCK_SEQPACKET);
    control = std::move(ours);
    thread = std::thread([fd = std::move(theirs), width, height, resizable] {
      Worker worker(fd.get(), std::move(*hw::open_test_card(width, height)), resizable);
      worker.run();
    });
  }
  ~Desk() {
    control.reset();
    thread.join();
  }

  std::unique_ptr<RfbClient> connect(std::uint64_t id, Permissions permissions = Permissions::all()) {
    auto [ours, theirs] = socket_pair(SOCK_STREAM);
    REQUIRE(messages::send(control.get(), messages::AddViewer{id, permissions}, theirs.get()));
    return std::make_unique<RfbClient>(std::move(ours));
  }
  std::unique_ptr<RfbClient> join(std::uint64_t id, std::vector<std::int32_t> encodings,
                                  Permissions permissions = Permissions::all()) {
    auto client = connect(id, permissions);
    client->handshake();
    client->set_encodings(encodings);
    client->request(false);
    while (client->read_message() != 0) {
    }
    return client;
  }
  void permit(std::uint64_t id, Permissions permissions) {
    REQUIRE(messages::send(control.get(), messages::SetPermissions{id, permissions}));
  }
  template <class Wanted>
  Wanted hear() {
    for (;;) {
      bool would_block = false;
      auto received = messages::receive(control.get(), would_block);
      REQUIRE(received);
      REQUIRE(*received);
      if (auto* wanted = std::get_if<Wanted>(&(*received)->message)) return *wanted;
    }
  }

  UniqueFd control;
  std::thread thread;
};

bool shows(RfbClient& client, const hw::TestCardMarks& marks = {}) {
  for (int y = 0; y < client.picture.height; ++y)
    for (int x = 0; x < client.picture.width; ++x)
      if (client.picture.at(x, y) != hw::test_card_pixel(x, y, marks)) return false;
  return true;
}

TEST_CASE("a viewer sees the test card, pixel for pixel, in every encoding", "[desktop]") {
  const std::int32_t encoding =
      GENERATE(RfbClient::kRaw, RfbClient::kHextile, RfbClient::kZrle, RfbClient::kTight);
  Desk desk;
  const auto client = desk.join(1, {encoding, RfbClient::kLastRect});
  client->update_until([&] { return shows(*client); });
  CHECK(client->picture.width == 320);
}

}  // namespace gatehouse::worker_test

// A desktop worker on a thread of the test, its viewers at the other ends of socketpairs, and a display whose
// parts the test can see into.
#pragma once
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "appliance/desktop/worker.h"
#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/rfb_client.h"

namespace gatehouse::desk_test {

using policy::Permission;
using policy::Permissions;
using test::RfbClient;
namespace messages = desktop::worker;

inline std::pair<UniqueFd, UniqueFd> socket_pair(int type) {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) == 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

struct Desk {
  using Open = std::function<hw::Display()>;

  explicit Desk(
      Open open = [] { return std::move(*hw::open_test_card(320, 200)); }, bool resizable = true) {
    auto [ours, theirs] = socket_pair(SOCK_SEQPACKET);
    control = std::move(ours);
    thread = std::thread([fd = std::move(theirs), open, resizable] {
      desktop::Worker worker(fd.get(), open(), resizable);
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
  // Past the handshake, with the whole picture.
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
  // The next message of this kind from the worker; others are passed over.
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

inline bool shows(RfbClient& client, const hw::TestCardMarks& marks = {}) {
  for (int y = 0; y < client.picture.height; ++y)
    for (int x = 0; x < client.picture.width; ++x)
      if (client.picture.at(x, y) != hw::test_card_pixel(x, y, marks)) return false;
  return true;
}

// The colour of the test card's cell that shows which buttons are down, or how many keys were pressed.
inline std::uint32_t buttons_shown(RfbClient& client) {
  return client.picture.at(2 * hw::kTestCardCell + 1, 1);
}
inline std::uint32_t keys_shown(RfbClient& client) {
  return client.picture.at(1, 1);
}

}  // namespace gatehouse::desk_test

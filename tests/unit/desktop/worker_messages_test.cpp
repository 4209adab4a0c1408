#include "appliance/desktop/worker_messages.h"

#include "tests/support/catch.h"

namespace gatehouse::worker_messages_test {

namespace worker = desktop::worker;

TEST_CASE("messages between monitor and worker survive the way", "[desktop]") {
  const worker::Message all[] = {
      worker::Start{worker::Start::Kind::x11, true, ":0", "MIT-MAGIC-COOKIE-1", std::string("\0\1\2", 3)},
      worker::AddViewer{7, policy::Permissions::view_only()},
      worker::SetPermissions{7, policy::Permissions::all()},
      worker::RemoveViewer{1ull << 60},
      worker::Ready{1920, 1080, "X11"},
      worker::ViewerEnded{7, std::string(5000, 'x')},
      worker::DisplayLost{},
      worker::ViewerEncoder{7, "zrle"},
  };
  for (const worker::Message& message : all) {
    const Bytes bytes = worker::encode(message);
    auto back = worker::decode(bytes);
    REQUIRE(back);
    CHECK(back->index() == message.index());
    CHECK(worker::encode(*back) == bytes);
    // No prefix, and nothing longer, is a message.
    for (std::size_t length = 0; length < bytes.size(); ++length)
      CHECK_FALSE(worker::decode(ByteView(bytes).first(length)));
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK_FALSE(worker::decode(longer));
  }
  CHECK_FALSE(worker::decode(Bytes{99}));
}

}  // namespace gatehouse::worker_messages_test

// What browsers find at a relay: whether it is there, and the streams of sessions. Many threads at once.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "appliance/base/unique_fd.h"
#include "appliance/http/server.h"
#include "appliance/wire/close_reason.h"
#include "appliance/wire/link.h"

namespace gatehouse::node {

class Browsers final : public http::Needs {
 public:
  // A viewer's WebSocket. `ended` is to be called once, before `socket` is closed.
  struct Viewer {
    wire::View view;
    std::string origin;
    std::shared_ptr<UniqueFd> socket;
    std::function<void(wire::CloseReason)> ended;
  };
  explicit Browsers(std::function<void(Viewer)> came) : came_(std::move(came)) {}

  http::Response handle(const http::Request& request) override;
  std::variant<http::Response, http::WebSocketAccept> upgrade(const http::Request& request) override;

 private:
  const std::function<void(Viewer)> came_;
};

}  // namespace gatehouse::node

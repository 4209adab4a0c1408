#include "appliance/connect/view_link.h"

namespace gatehouse::connect {

ViewLink::ViewLink(std::unique_ptr<net::TlsStream> link, wire::View view, Said said)
    : link_(std::move(link)), view_(std::move(view)), said_(std::move(said)) {}

void ViewLink::start(Events events) {
  events_ = std::make_shared<Events>(std::move(events));
  link_->start({
      .data = [this](ByteView data) { received(data); },
      .drained = [this] { std::shared_ptr(events_)->drained(); },
      .closed =
          [this](std::optional<Error> why) {
            if (broken_) why = Error{"the appliance sent what this version does not understand"};
            std::shared_ptr(events_)->closed(std::move(why));
          },
  });
  if (!asked_) link_->write(wire::encode(view_));
  asked_ = true;
}

void ViewLink::received(ByteView data) {
  const auto life = std::weak_ptr(life_);
  reader_.feed(data);
  while (const auto record = reader_.next()) {
    const bool expected = handle(*record);
    if (life.expired()) return;
    if (!expected) broken_ = true;
    if (broken_) break;
  }
  broken_ = broken_ || reader_.broken();
  if (broken_) link_->close();
}

bool ViewLink::handle(const wire::Record& record) {
  if (const auto* payload = std::get_if<wire::Payload>(&record); payload && joined_) {
    const auto events = events_;  // the receiver may change inside the call
    if (!payload->bytes.empty()) events->data(as_bytes(payload->bytes));
  } else if (const auto* goodbye = std::get_if<wire::Goodbye>(&record)) {
    link_->close();  // nothing follows it
    said_.goodbye(*goodbye);
  } else if (std::holds_alternative<wire::Joined>(record) && !joined_) {
    joined_ = true;
    said_.joined();
  } else {
    return false;
  }
  return true;
}

}  // namespace gatehouse::connect

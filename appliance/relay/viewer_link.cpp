#include "appliance/relay/viewer_link.h"

#include <algorithm>
#include <string>

#include "appliance/wire/link.h"

namespace gatehouse::relay {

ViewerLink::ViewerLink(std::unique_ptr<net::TlsStream> link) : link_(std::move(link)) {
  link_->leave_limits();
  link_->write(wire::encode(wire::Joined{}));
}

void ViewerLink::write(ByteView data) {
  while (!data.empty()) {
    const ByteView piece = data.first(std::min(data.size(), wire::kPayloadCap));
    data = data.subspan(piece.size());
    link_->write(wire::encode(wire::Payload{std::string(as_text(piece))}));
  }
}

void ViewerLink::say_goodbye(wire::CloseReason reason) {
  link_->write(wire::encode(wire::Goodbye{reason, std::string(wire::close_reason_words(reason))}));
}

}  // namespace gatehouse::relay

#include "appliance/agent/encoder_reports.h"

#include <utility>

#include "appliance/base/text.h"

namespace gatehouse::agent {

namespace {
constexpr std::chrono::milliseconds kOften{250};
}

void EncoderReports::changed(std::uint64_t call, const std::string& encoder) {
  if (encoder.empty() || encoder.size() > wire::kEncoderCap || !is_plain_text(encoder)) return;
  if (std::exchange(now_[call], encoder) == encoder) return;
  unsent_.insert(call);
  send_soon();
}

void EncoderReports::ended(std::uint64_t call) {
  now_.erase(call);
  unsent_.erase(call);
}

void EncoderReports::link_began() {
  for (const auto& [call, encoder] : now_) unsent_.insert(call);
  send_soon();
}

void EncoderReports::send_soon() {
  if (sending_ || unsent_.empty()) return;
  sending_ = loop_.after(kOften, [this] {
    sending_.reset();
    for (const std::uint64_t call : std::exchange(unsent_, {})) send_(wire::Encodes{call, now_.at(call)});
  });
}

}  // namespace gatehouse::agent

#include "appliance/wire/terminal.h"

#include "appliance/wire/layout.h"
#include "appliance/wire/session.h"

namespace gatehouse::wire {

void layout(auto& io, Is<TerminalSize> auto& size) {
  io.u16(size.columns);
  io.u16(size.rows);
}

void layout(auto& io, Is<TerminalOpen> auto& open) {
  io.choice(open.what, TerminalOpen::What::shell, TerminalOpen::What::restart_machine);
  layout(io, open.size);
  io.text(open.argument, kTerminalArgumentCap);
}

void layout(auto& io, Is<TerminalBytes> auto& some) {
  io.rest(some.bytes, kTerminalOutputCap);
}

void layout(auto& io, Is<TerminalResize> auto& resize) {
  layout(io, resize.size);
}

void layout(auto&, Is<TerminalClose> auto&) {}

void layout(auto& io, Is<TerminalEnded> auto& ended) {
  io.u8(ended.status);
}

Bytes encode_terminal(const TerminalMessage& message) {
  ByteWriter payload;
  put_message(payload, message);
  Bytes out;
  append_frames(out, Channel::terminal, payload.view());
  return out;
}

std::optional<TerminalMessage> decode_terminal(ByteView payload) {
  return take_message<TerminalMessage>(payload);
}

}  // namespace gatehouse::wire

#include "appliance/agent/displays.h"

#include "appliance/base/datagram.h"
#include "appliance/base/log.h"

namespace gatehouse::agent {
namespace {

desktop::DisplaySource x11_source(std::string name, hw::X11Socket socket, bool resizable) {
  desktop::DisplaySource source;
  source.kind = desktop::DisplaySource::Kind::x11;
  source.name = std::move(name);
  source.x11_socket = std::move(socket.socket);
  source.x11_auth_name = std::move(socket.auth_name);
  source.x11_auth_data = std::move(socket.auth_data);
  source.resizable = resizable;
  return source;
}

}  // namespace

Displays::Displays(DisplayOptions options, DisplayOpeners openers)
    : options_(std::move(options)), openers_(std::move(openers)) {}

Displays::Source Displays::open() {
  switch (options_.choice) {
    case DisplayChoice::x11: {
      Source source = open_x11();
      if (source) chose("x11", source->name + ", as configured");
      return source;
    }
    case DisplayChoice::kms: {
      Source source = open_kms(false);
      if (source) chose("kms", source->name + ", as configured");
      return source;
    }
    case DisplayChoice::virtual_display: {
      Source source = open_virtual();
      if (source) chose("virtual", source->name + ", as configured");
      return source;
    }
    case DisplayChoice::test_card:
      chose("test card", "as configured");
      return open_test_card();
    case DisplayChoice::automatic:
      break;
  }
  return open_automatic();
}

Displays::Source Displays::open_automatic() {
  Source own = open_x11();
  if (own) {
    virtual_.reset();
    chose("x11", own->name + ", because this X server lets us in");
    return own;
  }
  Source drawn = open_kms(true);
  if (drawn) {
    virtual_.reset();
    chose("kms", drawn->name + ", because a program draws on it and no X server is to be had (" +
                     own.error().message + ")");
    return drawn;
  }
  Source made = open_virtual();
  if (made) {
    chose("virtual", made->name + ", because no X server is to be had (" + own.error().message +
                         ") and the graphics card is not to be shown (" + drawn.error().message + ")");
    return made;
  }
  const std::string others = "no X server is to be had (" + own.error().message +
                             ") and no virtual display can be started (" + made.error().message + ")";
  Source console = open_kms(false);
  if (console) {
    chose("kms", console->name + ", because " + others);
    return console;
  }
  chose("test card",
        "because " + others + " and the graphics card can't be read (" + console.error().message + ")");
  return open_test_card();
}

Displays::Source Displays::open_x11() {
  std::string not_found;
  if (options_.find) {
    auto found = openers_.find_x11();
    // The virtual one is no screen in front of the machine, though the same account may have started it.
    if (found && virtual_ && found->name == virtual_->name())
      found = Error{"only the virtual display is there"};
    if (found) return x11_source(found->name, std::move(found->socket), false);
    not_found = "; " + found.error().message;
  }
  const std::string name = hw::x11_name(options_.name);
  if (virtual_ && name == virtual_->name())
    return Error{"only the virtual display is at " + name + not_found};
  auto socket = openers_.connect_x11(name, options_.xauthority);
  if (!socket) return Error{socket.error().message + not_found};
  return x11_source(name, std::move(*socket), false);
}

Displays::Source Displays::open_kms(bool drawn) {
  std::erase_if(lookouts_, [](const auto& lookout) { return lookout->done(); });
  const auto screen = openers_.find_kms(options_.choice == DisplayChoice::kms);
  if (!screen) return screen.error();
  if (drawn && !screen->drawn) return Error{"it shows the text console"};
  auto ends = datagram_pair("the look-out at the graphics card");
  if (!ends) return ends.error();
  auto& [ours, theirs] = *ends;
  lookouts_.push_back(std::make_unique<hw::kms::Lookout>(std::move(ours), openers_.kms));
  desktop::DisplaySource source;
  source.kind = desktop::DisplaySource::Kind::kms;
  source.name = screen->name;
  source.kms_socket = std::move(theirs);
  return source;
}

Displays::Source Displays::open_virtual() {
  tick();
  if (!virtual_) {
    auto started = openers_.start_virtual(options_.virtual_display);
    if (!started) return started.error();
    virtual_ = std::move(*started);
  }
  auto socket = virtual_->connect();
  if (!socket) return socket.error();
  return x11_source(virtual_->name(), std::move(*socket), true);
}

Displays::Source Displays::open_test_card() {
  desktop::DisplaySource source;
  source.kind = desktop::DisplaySource::Kind::test_card;
  source.name = "test card";
  return source;
}

void Displays::tick() {
  if (!virtual_ || virtual_->check()) return;
  log::warning("agent", "the virtual display " + virtual_->name() + " ended");
  virtual_.reset();
}

void Displays::chose(const std::string& kind, const std::string& reason) {
  std::string words = kind + " " + reason;
  if (words == reason_) return;
  reason_ = std::move(words);
  log::info("agent", "the screen shown is " + reason_);
}

}  // namespace gatehouse::agent

// Which screen this machine shows: its own X server, a virtual one, or the test card; and why. One thread,
// with which the programs of a virtual display die; opening takes up to seconds, so not the loop's.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "appliance/agent/desktop_host.h"
#include "hw/capture/virtual_display.h"
#include "hw/display.h"
#include "hw/kms/screen.h"

namespace gatehouse::agent {

enum class DisplayChoice { automatic, x11, kms, virtual_display, test_card };

struct DisplayOptions {
  DisplayChoice choice = DisplayChoice::automatic;
  // Before `name`: the X server of who sits at this machine, found by its process. Root only.
  bool find = false;
  std::string name;        // of the X server; empty: $DISPLAY, then :0
  std::string xauthority;  // empty: $XAUTHORITY, then ~/.Xauthority
  hw::VirtualDisplayOptions virtual_display;
};

// How screens are opened; tests fake them.
struct DisplayOpeners {
  std::function<Result<hw::X11Socket>(const std::string& name, const std::string& xauthority)> connect_x11 =
      hw::connect_x11;
  std::function<Result<std::unique_ptr<hw::VirtualDisplay>>(const hw::VirtualDisplayOptions&)> start_virtual =
      hw::VirtualDisplay::start;
  std::function<Result<hw::FoundX11>()> find_x11 = hw::find_x11;
  std::function<Result<hw::kms::Screen>(bool also_dark)> find_kms = hw::kms::find_screen;
  hw::kms::Machine kms = hw::kms::this_machine();
};

// `automatic` decides anew every time a screen is opened: an X server that lets us in; the graphics card, if a program draws its screen;
// a virtual display where its programs are installed; the graphics card with a text console; the test card.
class Displays {
 public:
  Displays(DisplayOptions options, DisplayOpeners openers);

  // Errors say what is missing.
  Result<desktop::DisplaySource> open();
  // About once a second: a virtual display that died is noticed and started again when it is next opened.
  void tick();
  // "virtual :7, because there is no X server (…)": the last choice and its reason, for people.
  const std::string& reason() const { return reason_; }

 private:
  using Source = Result<desktop::DisplaySource>;

  Source open_automatic();
  Source open_x11();
  // `drawn`: only a screen that a program draws.
  Source open_kms(bool drawn);
  Source open_virtual();
  Source open_test_card();
  void chose(const std::string& kind, const std::string& reason);

  const DisplayOptions options_;
  const DisplayOpeners openers_;
  std::unique_ptr<hw::VirtualDisplay> virtual_;
  std::vector<std::unique_ptr<hw::kms::Lookout>> lookouts_;  // one a source that is still in use
  std::string reason_;
};

}  // namespace gatehouse::agent

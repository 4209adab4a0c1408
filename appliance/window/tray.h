// An icon in the person's tray (docs/decisions/0024-tray.md), by the freedesktop System Tray Protocol 0.3: this machine's address and the ways
// to its agent's page. Runs as the person; knows nothing that they may not.
#pragma once
#include <string>

#include "appliance/window/words.h"

namespace gatehouse::window {

// What the agent says of itself.
struct TrayNow {
  bool there = false;  // it runs; else nothing below is known
  bool online = false, session = false;
  std::string id, alias, appliance;
  std::string page;       // "http://127.0.0.1:7071/"; empty: there is none
  bool settings = false;  // the page has some
  std::string start,
      start_german;  // what the entry says, by policy; empty: our own words, and `start` for `start_german`
};

// What the entry that leads to the page says. Pure.
std::string entry_words(const TrayNow& now, Language language);

class TrayNeeds {
 public:
  virtual ~TrayNeeds() = default;
  virtual TrayNow look() = 0;                         // waits for an agent that does not answer, seconds
  virtual void open(const std::string& address) = 0;  // in the person's browser
};

// Until the X server goes, whether there is a tray or not: one that comes later gets the icon. Returns the exit status, at
// once where there is no X server, or where another one of these runs.
int run_tray(TrayNeeds& needs);

}  // namespace gatehouse::window

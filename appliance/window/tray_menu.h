// The menu of the tray's icon: rows, some of which do something when they are chosen. It has the pointer and the keyboard while it is
// open, and goes when somebody clicks elsewhere.
#pragma once
#include <FL/Fl_Double_Window.H>

#include <functional>
#include <string>
#include <vector>

#include "appliance/window/paint.h"

namespace gatehouse::window {

struct TrayRow {
  std::string text;
  std::string hint = {};              // at the right, faint
  std::function<void()> chosen = {};  // none: it is only read
  bool strong = false;
  bool line_above = false;
};

class TrayMenu final : public Fl_Double_Window {
 public:
  // `closed` runs once; it may not destroy this.
  TrayMenu(std::vector<TrayRow> rows, std::function<void()> closed);
  ~TrayMenu() override;

  // Beside the icon that was clicked at this place of the screen.
  void open_at(int x, int y);

 private:
  struct Place {
    Box box;
    Style style;
  };

  void draw() override;
  int handle(int event) override;
  int row_below(int y) const;  // -1: none that can be chosen
  void step(int by);
  void light(int row);
  void close();
  void choose(int row);

  const std::vector<TrayRow> rows_;
  const std::function<void()> closed_;
  std::vector<Place> places_;
  int lit_ = -1;
  bool over_ = false;
};

}  // namespace gatehouse::window

// What FLTK does not draw: smooth round shapes, and strangers' texts as they are, without its '@' symbols and '&'
// underlines. All measures are in pixels of an ordinary screen, made larger by px() on a dense one.
#pragma once
#include <FL/Enumerations.H>

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::window {

struct Box {
  int x = 0, y = 0, w = 0, h = 0;
};

// Once, when the display is open: from the X server's Xft.dpi.
void find_scale();
int px(double units);

namespace color {
Fl_Color surface();  // of the window
Fl_Color raised();   // of a card on it
Fl_Color text();
Fl_Color faint();
Fl_Color line();
Fl_Color accent();
Fl_Color accept();
Fl_Color danger();
Fl_Color warning();  // behind a warning's text
Fl_Color on_dark();  // text on the strong colors
}  // namespace color

// A filled shape with round corners over the color `behind`.
void fill_round(Box box, int radius, Fl_Color fill, Fl_Color behind);

struct Style {
  double size = 13;
  bool bold = false;
  Fl_Color color = 0;
};
int line_height(const Style& style);
int text_width(std::string_view text, const Style& style);
// One line, cut with an ellipsis to what fits into `w`. `y` is the top of the line. Gives the width that it took.
int draw_line(std::string_view text, const Style& style, int x, int y, int w);
void draw_centered(std::string_view text, const Style& style, Box box);
// As lines of at most `w`: at spaces, and anywhere in a word that is longer. More than `lines` of them are cut.
std::vector<std::string> wrapped(std::string_view text, const Style& style, int w, std::size_t lines);

// "Ada King" -> "AK", with a color of its own for each account.
std::string initials(std::string_view name);
void draw_badge(std::string_view name, std::string_view account, Box circle, Fl_Color behind);

}  // namespace gatehouse::window

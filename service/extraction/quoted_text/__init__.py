"""Quotation marks in pairs, speakers' labels, and text around an article: menus, credits."""

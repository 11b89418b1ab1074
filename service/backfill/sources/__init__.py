"""Files of archives -> raw records, one after another. Workers parse them."""
